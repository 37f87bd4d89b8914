//! Values of `{{variables}}` in prepared texts.
import { firstName, renderVariables, type Conversation, type Inbox } from '@guiche/core'
import { session } from '../../lib/session.svelte.ts'

/** The text with its variables filled in for this conversation. */
export function variablesOf(text: string, c: Conversation, inbox: Inbox | undefined): string {
  const contact = c.meta.sender
  const agent = session.me?.available_name || session.me?.name
  const custom = Object.entries(contact.custom_attributes ?? {}).map(([k, v]) => [
    `contact.custom_attribute.${k}`,
    String(v ?? ''),
  ])
  return renderVariables(text, {
    'contact.id': String(contact.id),
    'contact.name': contact.name,
    'contact.first_name': firstName(contact.name),
    'contact.last_name': contact.name?.trim().split(/\s+/).slice(1).join(' '),
    'contact.email': contact.email,
    'contact.phone': contact.phone_number,
    'conversation.id': String(c.id),
    'agent.name': agent,
    'agent.first_name': firstName(agent),
    'agent.last_name': agent?.trim().split(/\s+/).slice(1).join(' '),
    'agent.email': session.me?.email,
    'inbox.name': inbox?.name,
    'account.name': session.account?.name,
    ...Object.fromEntries(custom),
  })
}
