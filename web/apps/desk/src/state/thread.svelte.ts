//! An open conversation: its messages, its contact, who types, what is unread.
import { ApiError, MESSAGE, type Contact, type Conversation, type Message } from '@guiche/core'
import { session } from '../lib/session.svelte.ts'

const PAGE = 20

/** One conversation as the thread shows it. */
export class Thread {
  readonly number: number
  conversation = $state.raw<Conversation | undefined>(undefined)
  /** Oldest first. */
  messages = $state.raw<readonly Message[]>([])
  contact = $state.raw<Contact | undefined>(undefined)
  /** Other conversations of the contact, newest first. */
  previous = $state.raw<readonly Conversation[]>([])
  loading = $state(false)
  loadingOlder = $state(false)
  complete = $state(false)
  error = $state.raw<ApiError | undefined>(undefined)
  /** The first message that was unread when the conversation was opened. */
  unreadFrom = $state<number | undefined>(undefined)
  /** Taken away from this person while open. */
  gone = $state.raw<{ name: string | undefined } | undefined>(undefined)
  #request: AbortController | undefined

  constructor(number: number, known?: Conversation) {
    this.number = number
    this.conversation = known
    this.contact = known?.meta.sender
  }

  /** Loads, or loads again quietly, keeping what is shown. */
  async load(): Promise<void> {
    this.#request?.abort()
    const request = new AbortController()
    this.#request = request
    this.loading = this.messages.length === 0
    this.error = undefined
    try {
      const open = await session.api.open(this.number, request.signal)
      this.conversation = open.conversation
      this.contact = open.contact
      this.previous = open.previous
      this.#takePage(open.messages)
      this.gone = undefined
      if (this.unreadFrom === undefined) this.#markUnread(open.conversation)
    } catch (error) {
      if (error instanceof ApiError) this.error = error
    } finally {
      if (this.#request === request) this.loading = false
    }
  }

  /** Loads the page before the oldest message. */
  async older(): Promise<void> {
    const first = this.messages[0]
    if (!first || this.loadingOlder || this.complete) return
    this.loadingOlder = true
    try {
      const page = await session.api.messages(this.number, { before: first.id })
      const known = new Set(this.messages.map((m) => m.id))
      const added = page.filter((m) => !known.has(m.id)).sort((a, b) => a.id - b.id)
      this.messages = [...added, ...this.messages]
      this.complete = added.length === 0 || page.length < PAGE
    } catch (error) {
      if (error instanceof ApiError) this.error = error
    } finally {
      this.loadingOlder = false
    }
  }

  /** Takes in a new or changed message. */
  put(message: Message): void {
    const at = this.messages.findIndex((m) => m.id === message.id)
    if (at >= 0) {
      this.messages = this.messages.map((m) => (m.id === message.id ? { ...m, ...message } : m))
      return
    }
    this.messages = [...this.messages, message].sort((a, b) => a.id - b.id)
  }

  /** Takes in what an event says about the conversation. */
  merge(changes: Conversation): void {
    if (!this.conversation) return
    this.conversation = mergeConversation(this.conversation, changes)
    const { sender } = changes.meta
    if (sender && this.contact?.id === sender.id) this.contact = { ...this.contact, ...sender }
  }

  /** The unread line is no longer of use: the person has answered. */
  clearUnread(): void {
    this.unreadFrom = undefined
  }

  #takePage(page: readonly Message[]): void {
    const oldest = page[0]?.id ?? Infinity
    const kept = this.messages.filter((m) => m.id < oldest)
    // A gap between what was shown and the new page would hide messages: then the page starts afresh.
    const joined = kept.length > 0 && this.messages.some((m) => m.id === oldest)
    this.messages = joined ? [...kept, ...page] : [...page]
    if (!joined) this.complete = page.length < PAGE
  }

  #markUnread(c: Conversation): void {
    if (!c.unread_count) return
    const incoming = this.messages.filter((m) => m.message_type === MESSAGE.incoming)
    this.unreadFrom = incoming[Math.max(0, incoming.length - c.unread_count)]?.id
  }
}

/** A conversation with the newer facts of an event. */
export function mergeConversation(old: Conversation, next: Conversation): Conversation {
  // Nobody and no team are told by leaving the key out.
  const people = { assignee: next.meta.assignee ?? null, team: next.meta.team ?? null }
  const merged = { ...old, ...next, meta: { ...old.meta, ...next.meta, ...people } }
  if (!next.messages?.length) merged.messages = old.messages
  merged.meta.sender = { ...old.meta.sender, ...next.meta.sender }
  return merged
}
