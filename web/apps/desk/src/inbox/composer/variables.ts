//! Values of `{{variables}}` in prepared texts.
import { firstName, renderVariables, type Conversation, type Inbox, type Variables } from '@guiche/core'
import { session } from '../../lib/session.svelte.ts'

/** What each variable stands for in this conversation. */
export function variableValues(c: Conversation, inbox: Inbox | undefined): Variables {
  const contact = c.meta.sender
  const agent = session.me?.available_name || session.me?.name
  const custom = (prefix: string, all: Record<string, unknown> | null | undefined): [string, string][] =>
    Object.entries(all ?? {}).map(([k, v]) => [`${prefix}.custom_attribute.${k}`, String(v ?? '')])
  const last = (name: string | null | undefined): string | undefined => name?.trim().split(/\s+/).slice(1).join(' ')
  return {
    'contact.id': String(contact.id),
    'contact.name': contact.name,
    'contact.first_name': firstName(contact.name),
    'contact.last_name': last(contact.name),
    'contact.email': contact.email,
    'contact.phone': contact.phone_number,
    'contact.phone_number': contact.phone_number,
    'conversation.id': String(c.id),
    'conversation.display_id': String(c.id),
    'agent.name': agent,
    'agent.first_name': firstName(agent),
    'agent.last_name': last(agent),
    'agent.email': session.me?.email,
    'inbox.name': inbox?.name,
    'account.name': session.account?.name,
    ...Object.fromEntries(custom('contact', contact.custom_attributes)),
    ...Object.fromEntries(custom('conversation', c.custom_attributes)),
  }
}

/** The text with its variables filled in for this conversation. */
export function variablesOf(text: string, c: Conversation, inbox: Inbox | undefined): string {
  return text.includes('{{') ? renderVariables(text, variableValues(c, inbox)) : text
}
