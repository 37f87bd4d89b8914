/** Who stands for a conversation, and what a file is called. */
import type { Chat } from './chat.svelte'
import type { Attachment, Conversation, Person } from './types'
import { t } from './words.svelte'

/** The person who answers: the one in charge, else whoever of the team wrote last. */
export function who(chat: Chat, conversation: Conversation | undefined): Person | undefined {
  if (!conversation) return undefined
  if (conversation.assignee) return conversation.assignee
  const said = [...(conversation.messages ?? []), ...(chat.messages[conversation.id] ?? [])]
  return said.findLast((m) => m.message_type === 1 && m.sender?.type !== 'contact' && m.sender)?.sender ?? undefined
}

/** `Foto`, `Áudio`, `Vídeo`, `Arquivo`; nothing without a file. */
export function kindOf(file: Attachment | undefined): string {
  if (!file) return ''
  const key = { image: 'photo', audio: 'audio', video: 'video' }[file.file_type] ?? 'file'
  return t(`file.${key}`)
}

/** A file's name: as it was sent, else the end of its address. */
export function nameOf(file: Attachment): string {
  const given = file.file_name || file.name
  if (given) return given
  try {
    return decodeURIComponent(new URL(file.data_url, location.href).pathname.split('/').at(-1) ?? '') || kindOf(file)
  } catch {
    return kindOf(file)
  }
}
