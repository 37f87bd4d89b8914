//! What is suggested while typing: people after `@`, variables after `{{`, and what features offer after their own signs.
import { fold, type Conversation, type Inbox, type Suggestion } from '@guiche/core'
import { deskContext } from '../../lib/context.ts'
import { features } from '../../lib/features.ts'
import { t, type Key } from '../../lib/i18n.ts'
import { session } from '../../lib/session.svelte.ts'
import { directory } from '../../state/directory.svelte.ts'
import { variableValues } from './variables.ts'

/** A line of the list; with a person it becomes a mention. */
export interface SuggestLine extends Suggestion {
  person?: { id: number; name: string; src?: string | null | undefined }
  /** Who is mentioned: `user/7`, `team/2`. */
  mention?: string
}

/** Where the text is written. */
export interface SuggestPlace {
  conversation: Conversation
  inbox: Inbox | undefined
}

const VARIABLES = '{{'
const NAMED = [
  'contact.first_name',
  'contact.name',
  'contact.email',
  'contact.phone_number',
  'conversation.id',
  'agent.first_name',
  'agent.name',
  'agent.email',
  'inbox.name',
  'account.name',
] as const
const MOST = 12

/** The signs that open a list. */
export function triggers(): string[] {
  return ['@', VARIABLES, ...features.flatMap((f) => (f.composerSuggest ? [f.composerSuggest.trigger] : []))]
}

/** The lines for what was typed after a sign. */
export async function search(trigger: string, query: string, place: SuggestPlace): Promise<SuggestLine[]> {
  if (trigger === '@') return people(query)
  if (trigger === VARIABLES) return variables(query, place)
  const feature = features.find((f) => f.composerSuggest?.trigger === trigger)
  const found = await feature?.composerSuggest?.search(deskContext(), query).catch(() => [])
  return found ?? []
}

function people(query: string): SuggestLine[] {
  const wanted = fold(query)
  const agents = directory.agents
    .filter((a) => a.id !== session.me?.id && fold(a.name).includes(wanted))
    .slice(0, 8)
    .map((a) => ({
      id: `p${a.id}`,
      title: a.name,
      detail: '',
      text: '',
      mention: `user/${a.id}`,
      person: { id: a.id, name: a.name, src: a.thumbnail },
    }))
  const teams = directory.teams
    .filter((team) => fold(team.name).includes(wanted))
    .slice(0, 4)
    .map((team) => ({
      id: `t${team.id}`,
      title: team.name,
      detail: t('composer.team'),
      text: '',
      mention: `team/${team.id}`,
    }))
  return [...agents, ...teams]
}

/** Variables by what they are called and by their key; each shows what would be written. */
function variables(query: string, { conversation, inbox }: SuggestPlace): SuggestLine[] {
  const values = variableValues(conversation, inbox)
  const wanted = fold(query.trim())
  const named = NAMED.map((key) => ({ key: key as string, title: t(`variable.${key}` as Key) }))
  const custom = Object.keys(values)
    .filter((key) => key.includes('.custom_attribute.'))
    .map((key) => ({ key, title: key.split('.').at(-1) ?? key }))
  return [...named, ...custom]
    .filter(({ key, title }) => fold(`${title} ${key}`).includes(wanted))
    .slice(0, MOST)
    .map(({ key, title }) => ({
      id: key,
      title,
      detail: values[key] || t('variable.empty'),
      text: values[key] ? `{{${key}}}` : '',
    }))
}
