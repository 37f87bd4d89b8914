//! Turns messages into what the thread draws: days, runs of bubbles, lines of the timeline, the unread line.
import { MESSAGE, type Formats, type Message } from '@guiche/core'
import type { Pending } from '../../state/outbox.svelte.ts'

/** A bubble: stored, or on its way. */
export interface Bubble {
  key: string
  message: Message | undefined
  pending: Pending | undefined
}

/** Messages of one author, close together. */
export interface Run {
  type: 'run'
  key: string
  side: 'in' | 'out'
  note: boolean
  bubbles: Bubble[]
  /** When the last one was written. */
  at: number
  senderId: number | undefined
}

export type Line =
  | Run
  | { type: 'day'; key: string; at: number }
  | { type: 'unread'; key: string }
  | { type: 'activity'; key: string; messages: Message[] }

const TOGETHER_S = 300

/** Everything to draw, in order. */
export function linesOf(
  messages: readonly Message[],
  pending: readonly Pending[],
  unreadFrom: number | undefined,
  formats: Formats,
  showActivity = true,
): Line[] {
  const out: Line[] = []
  let last = 0
  for (const message of messages) {
    if (!showActivity && message.message_type === MESSAGE.activity) continue
    day(out, last, message.created_at, formats)
    last = message.created_at
    if (message.id === unreadFrom) out.push({ type: 'unread', key: 'unread' })
    if (message.message_type === MESSAGE.activity) activity(out, message)
    else
      run(
        out,
        { key: message.echo_id ?? `m${message.id}`, message, pending: undefined },
        sideOf(message),
        message.private,
        message.created_at,
        senderOf(message),
      )
  }
  // One that has arrived may still be waiting here for word of it: after a reload the page of messages can come first.
  const arrived = new Set(messages.map((message) => message.echo_id))
  for (const p of pending) {
    if (arrived.has(p.echo)) continue
    const at = Math.floor(p.createdAt / 1000)
    day(out, last, Math.max(at, last), formats)
    last = Math.max(at, last)
    run(out, { key: p.echo, message: undefined, pending: p }, 'out', p.private, last, undefined, true)
  }
  return out
}

function day(out: Line[], last: number, at: number, formats: Formats): void {
  if (!last || !formats.sameDay(last, at)) out.push({ type: 'day', key: `d${at}`, at })
}

function activity(out: Line[], message: Message): void {
  const before = out.at(-1)
  const first = before?.type === 'activity' ? before.messages[0] : undefined
  if (before?.type === 'activity' && first && before.messages.length < 2 && message.created_at - first.created_at < 60)
    before.messages.push(message)
  else out.push({ type: 'activity', key: `a${message.id}`, messages: [message] })
}

function run(
  out: Line[],
  bubble: Bubble,
  side: 'in' | 'out',
  note: boolean,
  at: number,
  sender: number | undefined,
  mine = false,
): void {
  const before = out.at(-1)
  const same = before?.type === 'run' && before.side === side && before.note === note && at - before.at < TOGETHER_S
  if (same && (before.senderId === sender || mine)) {
    before.bubbles.push(bubble)
    before.at = at
  } else out.push({ type: 'run', key: `r${bubble.key}`, side, note, bubbles: [bubble], at, senderId: sender })
}

function sideOf(message: Message): 'in' | 'out' {
  return message.message_type === MESSAGE.incoming ? 'in' : 'out'
}

function senderOf(message: Message): number | undefined {
  return message.sender?.id ?? message.sender_id ?? (message.message_type === MESSAGE.template ? -1 : undefined)
}
