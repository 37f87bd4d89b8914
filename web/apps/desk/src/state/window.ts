//! The time to answer, on channels that end it some time after the customer's last words. Pure.
import { MESSAGE, type Conversation, type Message } from '@guiche/core'

/** What a message does to it: with each of the customer's it begins anew. */
export function answerable(c: Conversation, message: Message): Partial<Conversation> {
  const { reply_window: window } = c
  if (!window || message.message_type !== MESSAGE.incoming) return {}
  return { can_reply: true, reply_window: { ...window, until: message.created_at + window.hours * 3600 } }
}

/** Whether a reply can be sent at a moment, epoch seconds. */
export function canReply({ can_reply, reply_window: window }: Conversation, now: number): boolean {
  return window ? typeof window.until === 'number' && now < window.until : can_reply
}
