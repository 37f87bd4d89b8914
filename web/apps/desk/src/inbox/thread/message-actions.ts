//! What can be done with a message. Pure: the menu, the tools, the keys and the phone's sheet all ask here.
import { MESSAGE, type Capabilities, type Message } from '@guiche/core'

/** Everything that a message's menu may hold. */
export type MessageAction = 'react' | 'reply' | 'copy' | 'link' | 'edit' | 'forward' | 'note' | 'delete' | 'history'

/** Who asks, and where. */
export interface Asking {
  me: number | undefined
  administrator: boolean
  capabilities: Capabilities
}

/** Whether this person wrote it. */
export function isMine(message: Message, me: number | undefined): boolean {
  return message.message_type === MESSAGE.outgoing && message.sender?.id === me && message.sender?.type !== 'agent_bot'
}

/** The actions that are offered, in the order of the menu. */
export function actionsOf(message: Message, { me, administrator, capabilities }: Asking): Set<MessageAction> {
  const out = new Set<MessageAction>()
  if (message.message_type === MESSAGE.activity) return out
  out.add('link')
  if (message.content_attributes?.deleted) return out
  const outgoing = message.message_type === MESSAGE.outgoing
  const mine = isMine(message, me)
  const within = (can: boolean | undefined): boolean => message.private || can === true
  const text = Boolean(message.content?.trim())
  if (within(capabilities.reactions)) out.add('react')
  if (capabilities.quotes) out.add('reply')
  if (text) out.add('copy')
  if (mine && text && within(capabilities.edits) && isPlain(message)) out.add('edit')
  if (!message.private && message.status !== 'failed' && isPlain(message)) out.add('forward')
  if (text && !message.private) out.add('note')
  if (outgoing && (mine || administrator) && within(capabilities.deletes ?? true)) out.add('delete')
  if (message.content_attributes?.edits?.length) out.add('history')
  return out
}

/** Text and files: forms and cards are neither edited nor forwarded. */
function isPlain(message: Message): boolean {
  return !message.content_type || message.content_type === 'text' || message.content_type === 'sticker'
}

/** The reactions after I press `emoji`: one for each person; the same again takes it back. */
export function toggled(
  message: Message,
  emoji: string,
  me: { id: number; name: string },
): NonNullable<Message['reactions']> {
  const isMe = (by: { type: string; id: number }): boolean => by.type === 'user' && by.id === me.id
  const had = message.reactions?.some((r) => r.emoji === emoji && r.by.some(isMe)) ?? false
  const without = (message.reactions ?? [])
    .map((r) => ({ ...r, by: r.by.filter((by) => !isMe(by)) }))
    .map((r) => ({ ...r, count: r.by.length }))
    .filter((r) => r.count > 0)
  if (had) return without
  const mine = { type: 'user', id: me.id, name: me.name }
  const there = without.some((r) => r.emoji === emoji)
  return there
    ? without.map((r) => (r.emoji === emoji ? { ...r, count: r.count + 1, by: [...r.by, mine] } : r))
    : [...without, { emoji, count: 1, by: [mine] }]
}
