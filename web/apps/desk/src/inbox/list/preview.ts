//! The second line of a row: what the last message is, as an icon and words.
import { MESSAGE, plainText, type Attachment, type Conversation, type Message } from '@guiche/core'
import type { Icon } from '@guiche/ui'
import FileText from '@lucide/svelte/icons/file-text'
import Image from '@lucide/svelte/icons/image'
import Lock from '@lucide/svelte/icons/lock'
import MapPin from '@lucide/svelte/icons/map-pin'
import Mic from '@lucide/svelte/icons/mic'
import Sticker from '@lucide/svelte/icons/sticker'
import Trash from '@lucide/svelte/icons/trash-2'
import Video from '@lucide/svelte/icons/video'
import { t, type Key } from '../../lib/i18n.ts'
import { session } from '../../lib/session.svelte.ts'

/** What a row or a search result shows of a message. */
export interface Preview {
  /** Who said it, when it was no customer: "Você", "Ana". */
  who?: string | undefined
  icon: Icon | undefined
  /** What the icon means, for readers. */
  kind: string | undefined
  text: string
}

const FILES: Record<string, { icon: Icon; word: Key }> = {
  image: { icon: Image, word: 'kind.image' },
  audio: { icon: Mic, word: 'kind.audio' },
  video: { icon: Video, word: 'kind.video' },
  location: { icon: MapPin, word: 'kind.location' },
}
const CACHE = new WeakMap<Message, string>()

/** The preview of a conversation's last message. */
export function previewOf(c: Conversation): Preview {
  const message = c.last_non_activity_message ?? c.messages.at(-1)
  return message ? { ...messagePreview(message), who: speaker(message) } : { icon: undefined, kind: undefined, text: t('kind.none') }
}

/** The preview of one message. */
export function messagePreview(message: Message): Preview {
  const words = shortText(message)
  if (message.content_attributes?.deleted) return { icon: Trash, kind: undefined, text: t('message.deleted') }
  if (message.private) return { icon: Lock, kind: t('kind.private'), text: words || fileWords(message.attachments) }
  if (message.content_type === 'sticker') return { icon: Sticker, kind: undefined, text: t('kind.sticker') }
  const first = message.attachments?.[0]
  if (first) {
    const known = FILES[first.file_type] ?? { icon: FileText, word: 'kind.file' as const }
    return { icon: known.icon, kind: words ? t(known.word) : undefined, text: words || fileWords(message.attachments) }
  }
  return { icon: undefined, kind: undefined, text: words }
}

/** Who spoke, of the team: oneself, a colleague's first name, a bot. */
function speaker(message: Message): string | undefined {
  if (message.message_type === MESSAGE.incoming || message.message_type === MESSAGE.activity) return undefined
  const { sender } = message
  if (!sender?.name || sender.type === 'contact') return undefined
  if (sender.type === 'user' && sender.id === session.me?.id) return t('row.you')
  return sender.type === 'user' ? sender.name.split(/\s/)[0] : sender.name
}

function fileWords(files: readonly Attachment[] | undefined): string {
  const first = files?.[0]
  if (!first) return ''
  if (files.length > 1) return t('kind.files', { n: files.length })
  const known = FILES[first.file_type]
  return known ? t(known.word) : fileName(first) || t('kind.file')
}

/** The name of a file. */
export function fileName(file: Attachment): string {
  if (file.file_name) return file.file_name
  try {
    return decodeURIComponent(new URL(file.data_url, location.href).pathname.split('/').pop() ?? '')
  } catch {
    return ''
  }
}

function shortText(message: Message): string {
  let text = CACHE.get(message)
  if (text === undefined) {
    text = plainText((message.content ?? '').slice(0, 300))
    CACHE.set(message, text)
  }
  return text
}
