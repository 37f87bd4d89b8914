//! Does what a message's menu offers: shown at once, settled by the server, taken back when it refuses.
import type { Message } from '@guiche/core'
import { copyText, uniqueId } from '../../lib/browser.ts'
import { t } from '../../lib/i18n.ts'
import { href } from '../../lib/router.svelte.ts'
import { inAccount, session } from '../../lib/session.svelte.ts'
import { toast, toastError } from '../../lib/toasts.ts'
import { hub } from '../../state/hub.svelte.ts'
import { outbox } from '../../state/outbox.svelte.ts'
import { toggled } from './message-actions.ts'

/** Reacts, or takes one's own reaction back. */
export async function react(message: Message, emoji: string): Promise<void> {
  const me = session.me
  if (!me) return
  const { reactions: _, ...bare } = message
  const next = toggled(message, emoji, { id: me.id, name: me.available_name || me.name })
  hub.changeMessage({ ...bare, ...(next.length && { reactions: next }) })
  try {
    hub.changeMessage(await session.api.thread.react(message.conversation_id, message.id, emoji))
  } catch (error) {
    hub.changeMessage(message)
    toastError(error)
  }
}

/** Puts what was said down as a note of one's own, with the message it comes from. */
export function saveAsNote(message: Message): void {
  const content = (message.content ?? '').trim()
  outbox.add({
    echo: uniqueId(),
    conversation: message.conversation_id,
    content: content
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\n'),
    private: true,
    files: [],
    createdAt: Date.now(),
    quote: message.id,
  })
}

export async function copy(message: Message): Promise<void> {
  if (await copyText(message.content ?? '')) toast(t('done.copied'))
}

/** The address that opens the conversation at this message. */
export function linkOf(message: Message): string {
  return `${location.origin}${href(inAccount(`/all/conversations/${message.conversation_id}`))}?message=${message.id}`
}

export async function copyLink(message: Message): Promise<void> {
  if (await copyText(linkOf(message))) toast(t('done.link_copied'))
}

/** Changes the text; throws when it is refused, so that the text stays where it was written. */
export async function edit(message: Message, content: string): Promise<void> {
  hub.changeMessage({
    ...message,
    content,
    content_attributes: { ...message.content_attributes, edited: true },
  })
  try {
    hub.changeMessage(await session.api.thread.edit(message.conversation_id, message.id, content))
  } catch (error) {
    hub.changeMessage(message)
    throw error
  }
}

/** Deletes it for everybody; answers whether it is gone. */
export async function remove(message: Message): Promise<boolean> {
  try {
    hub.changeMessage(await session.api.thread.remove(message.conversation_id, message.id))
    return true
  } catch (error) {
    toastError(error)
    return false
  }
}
