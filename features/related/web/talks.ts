//! What the section and the dialog show of conversations, and what a merge makes of them. Pure.
import { plainText, type Conversation } from '@guiche/core'

/** The last words of a conversation, on one line. */
export function lastWords(c: Conversation): string {
  const message = c.last_non_activity_message ?? c.messages.at(-1)
  return plainText(message?.content ?? '').replace(/\s+/g, ' ').trim()
}

/** As much of them as a glance takes. */
export function shortWords(c: Conversation): string {
  const words = lastWords(c)
  return words.length > 60 ? `${words.slice(0, 59).trimEnd()}…` : words
}

/** How far a conversation is from its end. */
const ALIVE: Record<Conversation['status'], number> = { open: 3, pending: 2, snoozed: 1, resolved: 0 }

/** How the one that stays is afterwards; the server decides the same way. */
export interface Outcome {
  status: Conversation['status']
  /** Who has it. */
  holder: string | undefined
  /** Who had one of the others: they take part. */
  followers: string[]
}

/** What a merge of `gone` into `kept` makes of it. */
export function outcome(kept: Conversation, gone: readonly Conversation[]): Outcome {
  const all = [kept, ...gone]
  const status = all.reduce((most, c) => (ALIVE[c.status] > ALIVE[most] ? c.status : most), kept.status)
  const holders = all.flatMap((c) => (c.meta.assignee ? [c.meta.assignee] : []))
  const [holder, ...others] = holders
  const followers = others.filter((one, at) => one.id !== holder?.id && others.findIndex((o) => o.id === one.id) === at)
  return { status, holder: holder?.name, followers: followers.map((one) => one.name) }
}
