/** Messages as they are shown: days, groups of one speaker, the line above what is new. Pure. */
import type { Message } from './types'

/** Messages of one speaker closer than this stand together (seconds). */
const TOGETHER = 300

export interface Shown {
  message: Message
  /** Whether a day begins here. */
  day: boolean
  /** Whether what is new begins here. */
  fresh: boolean
  /** Whether it stands alone or ends its group: it has the tail, the face and the line below. */
  last: boolean
  /** Whether it begins its group. */
  first: boolean
}

const dayOf = (secs: number): string => new Date(secs * 1000).toDateString()
const speaker = (m: Message): string => (m.message_type === 0 ? 'me' : `${m.sender?.type ?? ''}${m.sender?.id ?? ''}`)

/** The messages with where groups begin and end; the last `fresh` of the team's are new. */
export function group(messages: Message[], fresh: number): Shown[] {
  let left = fresh
  let newFrom = -1
  for (let at = messages.length - 1; at >= 0 && left > 0; at--) {
    if (messages[at]!.message_type === 0) continue
    newFrom = at
    left--
  }
  const breaks = (at: number): boolean => {
    const [a, b] = [messages[at - 1], messages[at]]
    if (!a || !b) return true
    return (
      speaker(a) !== speaker(b) ||
      b.created_at - a.created_at > TOGETHER ||
      dayOf(a.created_at) !== dayOf(b.created_at) ||
      at === newFrom
    )
  }
  return messages.map((message, at) => ({
    message,
    day: at === 0 || dayOf(messages[at - 1]!.created_at) !== dayOf(message.created_at),
    fresh: at === newFrom,
    first: breaks(at),
    last: breaks(at + 1),
  }))
}

/** A few emoji and nothing else: shown large, without a bubble. */
export function onlyEmoji(text: string): boolean {
  const bare = text.trim()
  if (!bare || bare.length > 24) return false
  return /^(?:\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic})*|\p{Regional_Indicator}{2}|\s){1,6}$/u.test(
    bare,
  )
}
