//! What is suggested while typing: people after `@`, and what features offer after their own signs.
import { fold, type Suggestion } from '@guiche/core'
import { deskContext } from '../../lib/context.ts'
import { features } from '../../lib/features.ts'
import { session } from '../../lib/session.svelte.ts'
import { directory } from '../../state/directory.svelte.ts'

/** A line of the list; with a person it becomes a mention. */
export interface SuggestLine extends Suggestion {
  person?: { id: number; name: string; src?: string | null | undefined }
}

/** The signs that open a list. */
export function triggers(): string[] {
  return ['@', ...features.flatMap((f) => (f.composerSuggest ? [f.composerSuggest.trigger] : []))]
}

/** The lines for what was typed after a sign. */
export async function search(trigger: string, query: string): Promise<SuggestLine[]> {
  if (trigger === '@') return people(query)
  const feature = features.find((f) => f.composerSuggest?.trigger === trigger)
  const found = await feature?.composerSuggest?.search(deskContext(), query).catch(() => [])
  return found ?? []
}

function people(query: string): SuggestLine[] {
  const wanted = fold(query)
  return directory.agents
    .filter((a) => a.id !== session.me?.id && fold(a.name).includes(wanted))
    .slice(0, 8)
    .map((a) => ({
      id: `p${a.id}`,
      title: a.name,
      detail: '',
      text: '',
      person: { id: a.id, name: a.name, src: a.thumbnail },
    }))
}
