//! Stores a change of the contact and shows it everywhere.
import type { Contact } from '@guiche/core'
import { session } from '../../lib/session.svelte.ts'
import { hub } from '../../state/hub.svelte.ts'
import type { Thread } from '../../state/thread.svelte.ts'

/** Saves `changes`; throws what the server refuses. */
export async function saveContact(thread: Thread, changes: Partial<Contact>): Promise<void> {
  const { contact, conversation: c } = thread
  if (!contact) return
  const stored = await session.api.updateContact(contact.id, changes)
  thread.contact = { ...contact, ...stored }
  if (c) hub.patch(c.id, { meta: { ...c.meta, sender: { ...c.meta.sender, ...stored } } })
}
