//! Dialogs that features open over a conversation.
import type { Conversation, ConversationDialog } from '@guiche/core'
import { features } from '../lib/features.ts'
import type { Overlay } from './overlays.svelte.ts'

/** A dialog with its feature. */
export interface Offered {
  name: NonNullable<Overlay>
  feature: string
  dialog: ConversationDialog
}

/** The dialogs for a conversation; without one, all. */
export function dialogsFor(c?: Conversation): Offered[] {
  return features.flatMap((f) =>
    (f.conversationDialogs ?? [])
      .filter((dialog) => !c || dialog.applies?.(c) !== false)
      .map((dialog) => ({ name: `dialog:${f.name}:${dialog.id}` as const, feature: f.name, dialog })),
  )
}
