//! An open conversation: a window of its messages, its contact, what is unread. The window moves over a thread of any
//! length; what is far from the eye is let go, so that ten thousand messages weigh no more than a few hundred.
import { ApiError, MESSAGE, type Contact, type Conversation, type Message, type MessageWindow } from '@guiche/core'
import { session } from '../lib/session.svelte.ts'

const PAGE = 20
/** Messages asked for while scrolling. */
const STEP = 20
/** Messages kept while scrolling; beyond it the far end goes. */
const KEPT = 240

/** One conversation as the thread shows it. */
export class Thread {
  readonly number: number
  conversation = $state.raw<Conversation | undefined>(undefined)
  /** Oldest first, without a gap. */
  messages = $state.raw<readonly Message[]>([])
  contact = $state.raw<Contact | undefined>(undefined)
  /** Other conversations of the contact, newest first. */
  previous = $state.raw<readonly Conversation[]>([])
  loading = $state(false)
  loadingOlder = $state(false)
  loadingNewer = $state(false)
  /** The window begins with the first message. */
  complete = $state(false)
  /** The window ends with the newest message. */
  atNewest = $state(true)
  /** Messages that arrived below the window. */
  missed = $state(0)
  error = $state.raw<ApiError | undefined>(undefined)
  /** The first message that was unread when the conversation was opened. */
  unreadFrom = $state<number | undefined>(undefined)
  /** How many were unread then. */
  unreadCount = $state(0)
  /** Taken away from this person while open. */
  gone = $state.raw<{ name: string | undefined } | undefined>(undefined)
  #far = $state.raw<ReadonlyMap<number, Message>>(new Map())
  readonly #asked = new Set<number>()
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
      if (this.atNewest) this.#takePage(open.messages, open.has_older)
      else await this.#refreshWindow()
      this.gone = undefined
      if (this.unreadFrom === undefined) this.#markUnread(open.conversation, open.first_unread_id ?? undefined)
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
      const page = await session.api.thread.window(this.number, { before: first.id, limit: STEP })
      if (this.messages[0] !== first) return
      const added = page.messages.filter((m) => m.id < first.id)
      this.complete = added.length === 0 || !(page.hasOlder ?? added.length >= PAGE)
      const all = [...added, ...this.messages]
      if (all.length > KEPT) this.atNewest = false
      this.messages = all.slice(0, KEPT)
    } catch (error) {
      if (error instanceof ApiError) this.error = error
    } finally {
      this.loadingOlder = false
    }
  }

  /** Loads the page after the newest message of the window. */
  async newer(): Promise<void> {
    const last = this.messages.at(-1)
    if (!last || this.loadingNewer || this.atNewest) return
    this.loadingNewer = true
    try {
      const page = await session.api.thread.window(this.number, { after: last.id, limit: STEP })
      if (this.messages.at(-1) !== last) return
      const added = page.messages.filter((m) => m.id > last.id)
      this.atNewest = added.length === 0 || page.hasNewer === false
      if (this.atNewest) this.missed = 0
      const all = [...this.messages, ...added]
      if (all.length > KEPT) this.complete = false
      this.messages = all.slice(-KEPT)
    } catch (error) {
      if (error instanceof ApiError) this.error = error
    } finally {
      this.loadingNewer = false
    }
  }

  /** Brings a message into the window; answers whether it is there. */
  async around(id: number): Promise<boolean> {
    if (this.messages.some((m) => m.id === id)) return true
    await this.#jump({ around: id })
    return this.messages.some((m) => m.id === id)
  }

  /** Brings the first message at or after a moment (epoch seconds) into the window and answers it. */
  async at(seconds: number): Promise<Message | undefined> {
    const find = (): Message | undefined => this.messages.find((m) => m.created_at >= seconds)
    const first = this.messages[0]
    const begins = this.complete || (first !== undefined && first.created_at < seconds)
    if (!begins || !(find() || this.atNewest)) await this.#jump({ at: seconds })
    return find() ?? this.messages.at(-1)
  }

  /** Opened again: at its end, whatever was looked at before. */
  reopen(): void {
    this.clearUnread()
    if (this.atNewest) return
    this.messages = []
    this.complete = false
    this.atNewest = true
    this.missed = 0
  }

  /** What another conversation brought stands between what is shown: all of it is asked for again. */
  anew(): void {
    this.reopen()
    this.messages = []
    this.complete = false
    void this.load()
  }

  /** Back to the newest messages. */
  async toNewest(): Promise<void> {
    if (this.atNewest) return
    const page = await session.api.thread.window(this.number, {}).catch(() => undefined)
    if (!page) return
    this.#show(page)
    this.atNewest = true
    this.missed = 0
  }

  /** A message that is known: in the window, or asked for because another one quotes it. */
  find(id: number): Message | undefined {
    return this.messages.find((m) => m.id === id) ?? this.#far.get(id)
  }

  /** Asks once for a message outside of the window. */
  async fetchFar(id: number): Promise<void> {
    if (this.#asked.has(id)) return
    this.#asked.add(id)
    const page = await session.api.thread.window(this.number, { around: id, limit: 1 }).catch(() => undefined)
    const found = page?.messages.find((m) => m.id === id)
    if (found) this.#far = new Map(this.#far).set(id, found)
  }

  /** Takes in a new or changed message. */
  put(message: Message): void {
    const at = this.messages.findIndex((m) => m.id === message.id)
    if (at >= 0) {
      this.messages = this.messages.map((m) => (m.id === message.id ? { ...changed(m, message), ...message } : m))
      return
    }
    const last = this.messages.at(-1)
    if (!this.atNewest && (!last || message.id > last.id)) {
      if (message.message_type !== MESSAGE.activity) this.missed++
      return
    }
    if (!last || message.id > last.id) {
      this.messages = [...this.messages, message]
    } else this.messages = [...this.messages, message].sort((a, b) => a.id - b.id)
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
    this.unreadCount = 0
  }

  async #jump(query: { around?: number; at?: number }): Promise<void> {
    if (this.loadingOlder || this.loadingNewer) await settled(() => !this.loadingOlder && !this.loadingNewer)
    this.loadingOlder = true
    try {
      const page = await session.api.thread.window(this.number, { ...query, limit: PAGE })
      if (page.messages.length) this.#show(page)
    } catch (error) {
      if (error instanceof ApiError && error.status !== 404) this.error = error
    } finally {
      this.loadingOlder = false
    }
  }

  #show(page: MessageWindow): void {
    this.messages = page.messages.toSorted((a, b) => a.id - b.id)
    this.complete = page.hasOlder === false
    this.atNewest = page.hasNewer === false
    if (this.atNewest) this.missed = 0
  }

  /** The window away from the end, asked for again: messages in it may have changed. */
  async #refreshWindow(): Promise<void> {
    const [first, last] = [this.messages[0], this.messages.at(-1)]
    if (!first || !last) return
    const page = await session.api.thread.window(this.number, { after: first.id - 1, before: last.id + 1 })
    if (page.messages.length) this.messages = page.messages
  }

  #takePage(page: readonly Message[], hasOlder: boolean | undefined): void {
    const oldest = page[0]?.id ?? Infinity
    const kept = this.messages.filter((m) => m.id < oldest)
    // A gap between what was shown and the new page would hide messages: then the page starts afresh.
    const joined = kept.length > 0 && this.messages.some((m) => m.id === oldest)
    this.messages = joined ? [...kept, ...page] : [...page]
    if (!joined) this.complete = !(hasOlder ?? page.length >= PAGE)
  }

  #markUnread(c: Conversation, first: number | undefined): void {
    if (!c.unread_count) return
    this.unreadCount = c.unread_count
    const incoming = this.messages.filter((m) => m.message_type === MESSAGE.incoming)
    this.unreadFrom = first ?? incoming[Math.max(0, incoming.length - c.unread_count)]?.id
  }
}

/** Keys that an update leaves out when they are empty must not stay from before. */
function changed(old: Message, next: Message): Message {
  if (next.updated_at === undefined) return old
  const { reactions: _, ...rest } = old
  return rest
}

async function settled(done: () => boolean): Promise<void> {
  for (let i = 0; i < 100 && !done(); i++) await new Promise((resolve) => setTimeout(resolve, 20))
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
