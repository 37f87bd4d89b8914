//! The name of a list.
import { folders } from '../../filters/folders.svelte.ts'
import { t, type Key } from '../../lib/i18n.ts'
import { directory } from '../../state/directory.svelte.ts'
import type { View } from '../../state/views.ts'

/** The name of a view, as its heading. */
export function viewTitle(view: View): string {
  if (view.kind === 'inbox') return directory.inbox(view.id ?? 0)?.name ?? ''
  if (view.kind === 'team') return directory.team(view.id)?.name ?? ''
  if (view.kind === 'folder') return folders.find(view.id)?.name ?? ''
  if (view.kind === 'feature') {
    for (const items of Object.values(directory.nav)) {
      const found = items.find((i) => i.value === view.value)
      if (found) return found.label
    }
    return view.value ?? ''
  }
  return t(`view.${view.kind}` satisfies Key)
}
