//! What the search found, as one list of lines in groups.
import { plainText, type Contact, type Conversation, type SearchResult } from '@guiche/core'
import type { Key } from '../lib/i18n.ts'
import { hub } from '../state/hub.svelte.ts'

/** One line. */
export interface Hit {
  key: string
  group: Key
  contact: Contact | undefined
  conversation: Conversation | undefined
  /** The conversation's number. */
  number: number | undefined
  excerpt: string | undefined
  at: number | undefined
}

/** All lines, people first. */
export function hitsOf({ payload }: SearchResult): Hit[] {
  const people = payload.contacts.map<Hit>((c) => ({
    key: `p${c.id}`,
    group: 'search.people',
    contact: c,
    conversation: undefined,
    number: undefined,
    excerpt: undefined,
    at: c.last_activity_at ?? undefined,
  }))
  const conversations = payload.conversations.map<Hit>((c) => ({
    key: `c${c.id}`,
    group: 'search.conversations',
    contact: senderOf(c),
    conversation: c,
    number: c.id,
    excerpt: undefined,
    at: c.last_activity_at ?? c.created_at,
  }))
  const messages = payload.messages.map<Hit>((m) => {
    const known = hub.find(m.conversation_id)
    const sender =
      m.sender_type === 'Contact' || m.sender?.type === 'contact' ? (m.sender as Contact | undefined) : undefined
    return {
      key: `m${m.id}`,
      group: 'search.messages',
      contact: m.contact ?? known?.meta.sender ?? sender,
      conversation: known,
      number: m.conversation_id,
      excerpt: excerptOf(m.excerpt ?? m.content ?? ''),
      at: m.created_at,
    }
  })
  return [...people, ...conversations, ...messages]
}

function senderOf(c: Conversation & { contact?: Contact }): Contact | undefined {
  return c.meta?.sender ?? c.contact
}

/** The excerpt without the server's marks: the same words are marked here. */
function excerptOf(text: string): string {
  return plainText(text.replace(/<\/?mark>/g, ''))
}
