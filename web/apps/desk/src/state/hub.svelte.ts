//! Where everything meets: the open list, the open thread and the socket. Changes go through here, so that list,
//! thread, details and counters always say the same.
import {
  Cable,
  MESSAGE,
  type Availability,
  type Conversation,
  type LiveEvent,
  type LinkState,
  type MemberState,
  type Message,
} from '@guiche/core'
import { session } from '../lib/session.svelte.ts'
import { counters } from './counters.svelte.ts'
import { directory } from './directory.svelte.ts'
import { drafts } from './drafts.svelte.ts'
import { ConversationList } from './list.svelte.ts'
import { outbox, type Pending } from './outbox.svelte.ts'
import { personal } from './personal.svelte.ts'
import { Thread, mergeConversation } from './thread.svelte.ts'
import { viewing } from './viewing.svelte.ts'
import { hasTabs, viewKey, type View } from './views.ts'
import { answerable } from './window.ts'

const LISTS_KEPT = 8
const THREADS_KEPT = 12
const TYPING_MS = 30_000
const STATE_PAUSE_MS = 250
const OWN_MS = 5000

/** Who types where. */
export interface Typing {
  name: string
  /** A customer rather than a colleague. */
  contact: boolean
  private: boolean
}

class Hub {
  link = $state.raw<LinkState>({ online: true, retryAt: undefined })
  /** Whether the socket has ever been ready; before that, no bar says that it is off. */
  linked = $state(false)
  /** The list on screen. */
  list = $state.raw<ConversationList | undefined>(undefined)
  /** The conversation on screen. */
  thread = $state.raw<Thread | undefined>(undefined)
  typing = $state.raw<ReadonlyMap<number, Typing>>(new Map())
  readonly #listeners = new Set<(event: LiveEvent) => void>()
  /** Told of each message that arrives while the page is open. */
  onMessage: ((message: Message) => void) | undefined
  readonly #lists = new Map<string, ConversationList>()
  readonly #threads = new Map<number, Thread>()
  readonly #typingOff = new Map<number, ReturnType<typeof setTimeout>>()
  readonly #asked = new Map<number, ReturnType<typeof setTimeout>>()
  #cable: Cable | undefined
  #offTimer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    document.addEventListener('visibilitychange', () => this.look())
  }

  /** Open conversations of mine, kept for the count of unread ones. */
  #mine = $state.raw<ConversationList | undefined>(undefined)

  /** How many of my open conversations hold something unread. */
  get unreadMine(): number {
    return this.#mine?.items.filter((c) => c.unread_count > 0).length ?? 0
  }

  /** Starts working in the open account. */
  start(): void {
    this.#lists.clear()
    this.#threads.clear()
    this.list = undefined
    this.thread = undefined
    const { me, api } = session
    if (!me) return
    const identifier = JSON.stringify({
      channel: 'RoomChannel',
      pubsub_token: me.pubsub_token,
      account_id: api.account,
      user_id: me.id,
    })
    this.#cable?.stop()
    this.#cable = new Cable({
      url: () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/cable`,
      identifier: () => identifier,
      missed: (after) => api.events(after),
      onEvent: (event) => this.#event(event),
      onResync: () => this.refresh(),
      onState: (state) => this.#linkChanged(state),
      onRejected: () => void this.#renew(me.pubsub_token),
    })
    this.#cable.start()
    counters.onload = () => void (this.list && hasTabs(this.list.view) && this.list.recount())
    outbox.listener = {
      sent: (number, message) => this.putMessage(number, message),
      lost: (pending, error) => this.onLost?.(pending, error.extra),
    }
    this.#mine = new ConversationList({ kind: 'mine', tab: 'all', status: 'open', sort: 'last_activity_at_desc' })
    this.#lists.set(this.#mine.key, this.#mine)
    void this.#mine.load()
    void drafts.load()
    personal.clear()
    void personal.load()
    void outbox.restore()
    void directory.load()
    void counters.load()
  }

  /** A new password brings new tokens: whoever is still signed in goes on with them. */
  async #renew(old: string): Promise<void> {
    await session.load()
    if (session.state === 'ready' && session.me?.pubsub_token !== old) this.start()
  }

  readonly #acted = new Map<number, number>()

  /** The person does something to a conversation: if it leaves now, that is no surprise. */
  acting(number: number): void {
    this.#acted.set(number, Date.now())
  }

  #own(number: number): boolean {
    return Date.now() - (this.#acted.get(number) ?? 0) < OWN_MS
  }

  /** Somebody else took the conversation while we answered. */
  onLost: ((pending: Pending, extra: Record<string, unknown>) => void) | undefined

  stop(): void {
    this.#cable?.stop()
  }

  /** Hears every event of the socket until the returned function is called. */
  listen(run: (event: LiveEvent) => void): () => void {
    this.#listeners.add(run)
    return () => this.#listeners.delete(run)
  }

  #shown: number | undefined

  /** Tells colleagues which conversation is on screen. A page that nobody sees shows none. */
  look(): void {
    const number = document.hidden || this.thread?.gone ? undefined : this.thread?.number
    if (number === this.#shown) return
    this.#shown = number
    this.#cable?.perform('view', { conversation: number ?? null })
  }

  /** The conversation on a screen that somebody sees. */
  get onScreen(): number | undefined {
    return document.hidden ? undefined : this.thread?.number
  }

  /** Tries the connection now. */
  reconnect(): void {
    this.#cable?.nudge()
  }

  /** Shows the list of a view; one seen before comes back as it was. */
  openList(view: View): ConversationList {
    const key = viewKey(view)
    if (this.list?.key === key) return this.list
    this.list?.hold(undefined)
    const known = this.#lists.get(key)
    const list = known ?? new ConversationList(view)
    this.#lists.delete(key)
    this.#lists.set(key, list)
    for (const [old, one] of this.#lists)
      if (this.#lists.size > LISTS_KEPT && one !== this.#mine) this.#lists.delete(old)
    this.list = list
    // Events keep a list right while it is away: it comes back as it was, unless some may be missing.
    if (!known?.meta || known.stale || !this.link.online) void list.load()
    return list
  }

  /** Shows a conversation; one seen before is there at once and is asked again quietly. */
  openThread(number: number | undefined): Thread | undefined {
    if (this.thread?.number === number && number !== undefined) return this.thread
    queueMicrotask(() => this.look())
    if (number === undefined) return (this.thread = undefined)
    const known = this.#threads.get(number)
    const thread = known ?? new Thread(number, this.find(number))
    this.#threads.delete(number)
    this.#threads.set(number, thread)
    for (const [old] of this.#threads) if (this.#threads.size > THREADS_KEPT) this.#threads.delete(old)
    known?.reopen()
    this.thread = thread
    void thread.load()
    return thread
  }

  #peeked: Thread | undefined

  /** A conversation to be read without opening it; `undefined` ends that. */
  peekThread(number: number): Thread
  peekThread(number: undefined): undefined
  peekThread(number: number | undefined): Thread | undefined {
    if (number === undefined) return (this.#peeked = undefined)
    const thread = this.#threads.get(number) ?? new Thread(number, this.find(number))
    this.#threads.set(number, thread)
    this.#peeked = thread
    void thread.load()
    return thread
  }

  /** A conversation wherever it is known. */
  find(number: number): Conversation | undefined {
    const open = this.#threads.get(number)?.conversation
    if (open) return open
    for (const list of [this.list, ...this.#lists.values()]) {
      const found = list?.find(number)
      if (found) return found
    }
    return undefined
  }

  /** Takes a conversation's new state into everything that shows it. */
  put(next: Conversation): void {
    const known = this.find(next.id)
    const merged = known ? mergeConversation(known, next) : next
    const thread = this.#threads.get(next.id)
    thread?.merge(merged)
    // It came back into sight: what was said meanwhile was not told.
    if (thread?.gone) void thread.load()
    const own = this.#own(next.id)
    for (const list of this.#lists.values()) list.put(merged, own)
    counters.touch()
  }

  /** Changes a conversation at once; the server's word follows. */
  patch(number: number, changes: Partial<Conversation>): void {
    const known = this.find(number)
    if (known) this.put({ ...known, ...changes, meta: { ...known.meta, ...changes.meta } })
  }

  /** Takes a change of a known message, shown before the server has said it. */
  changeMessage(message: Message): void {
    this.#threads.get(message.conversation_id)?.put(message)
    const known = this.find(message.conversation_id)
    if (known?.last_non_activity_message?.id === message.id) this.put({ ...known, last_non_activity_message: message })
  }

  /** Takes a message into thread and list. */
  putMessage(number: number, message: Message): void {
    outbox.arrived(message.echo_id)
    this.#threads.get(number)?.put(message)
    const known = this.find(number)
    if (!known) return this.#ask(number)
    const told = message.conversation
    const newest = (known.messages.at(-1)?.id ?? 0) <= message.id && message.message_type !== MESSAGE.activity
    // A greeting does not hide what the customer has said.
    const said = newest && (message.message_type !== MESSAGE.template || !known.last_non_activity_message)
    this.put({
      ...known,
      ...(newest && { messages: [message] }),
      ...(said && { last_non_activity_message: message }),
      ...answerable(known, message),
      last_activity_at: Math.max(known.last_activity_at, told?.last_activity_at ?? message.created_at),
      unread_count: told?.unread_count ?? known.unread_count,
    })
  }

  /** Asks for everything on screen again; what is shown stays until the answers come. */
  refresh(): void {
    for (const list of this.#lists.values()) list.expire()
    void this.list?.load()
    if (this.#mine !== this.list) void this.#mine?.load()
    void this.thread?.load()
    void counters.load()
    void directory.load()
  }

  /** Nothing is unread here any more. */
  seen(number: number): void {
    const known = this.find(number)
    if (!known?.unread_count) return
    this.patch(number, { unread_count: 0, agent_last_seen_at: Math.floor(Date.now() / 1000) })
    void session.api.seen(number).catch(() => undefined)
  }

  #linkChanged(state: LinkState): void {
    clearTimeout(this.#offTimer)
    if (state.online) {
      const again = this.linked && !this.link.online
      // What was asked before the first subscription may lack what happened in between.
      const early = !this.linked && (this.list?.meta !== undefined || this.thread?.messages.length)
      this.link = state
      this.linked = true
      if (again) {
        outbox.flush()
        drafts.flush()
        // What was asked for without a line and did not come.
        if (this.thread?.error) void this.thread.load()
        if (this.list?.error) void this.list.load()
      }
      // A new connection knows nothing of what is on screen.
      this.#shown = undefined
      this.look()
      if (early) this.refresh()
    } else this.#offTimer = setTimeout(() => (this.link = state), STATE_PAUSE_MS)
  }

  #event({ event, data }: LiveEvent): void {
    if (data['account_id'] !== undefined && data['account_id'] !== session.api.account) return
    for (const run of this.#listeners) run({ event, data })
    const conversation = data as unknown as Conversation
    switch (event) {
      case 'message.created':
      case 'message.updated':
        return this.#message(event, data as unknown as Message)
      case 'conversation.created':
      case 'conversation.updated':
      case 'conversation.status_changed':
      case 'conversation.read':
      case 'conversation.contact_changed':
      case 'assignee.changed':
      case 'team.changed':
        return this.put(conversation)
      case 'conversation.mentioned':
        if (Number(data['user']) === session.me?.id) personal.addMentioned([conversation.id])
        return this.put(conversation)
      case 'conversation.muted':
        return this.muted(numberOf(data), data['muted'] === true)
      case 'conversation.viewing':
        return viewing.set(numberOf(data), data['users'])
      case 'conversation.left':
        return this.#left(Number(data['id']), (data['assignee'] as { name?: string } | null)?.name)
      case 'conversation.merged':
        return this.#merged(Number(data['id']), Number(data['merged_into']))
      case 'conversation.typing_on':
      case 'conversation.typing_off':
        return this.#typing(event.endsWith('_on'), data)
      case 'contact.updated':
        return this.#contact(data)
      case 'presence.update':
        directory.people = (data['users'] ?? {}) as Record<string, Availability>
        directory.contacts = (data['contacts'] ?? {}) as Record<string, Availability>
        return viewing.setAll(data['viewing'])
      case 'draft.changed':
        return drafts.apply(data)
      case 'account.cache_invalidated':
        return void this.#listChanged(data)
      case 'member.changed':
        // My own rights: what I may see is another list now.
        if (Number(data['user']) === session.me?.id) void session.refresh().then(() => this.refresh())
        return void directory.refresh('agents')
      case 'member.state':
        return directory.setState({ ...(data as unknown as MemberState), user: Number(data['user']) })
      case 'inbox.updated':
        return void directory.refresh('inboxes')
      case 'team.updated':
        return void directory.refresh('teams')
      default:
    }
  }

  #message(event: string, message: Message): void {
    const number = message.conversation_id
    this.putMessage(number, message)
    if (event !== 'message.created') return
    if (message.message_type === MESSAGE.incoming) this.#stopTyping(number)
    this.onMessage?.(message)
  }

  #listChanged(data: Record<string, unknown>): void {
    const keys = data['cache_keys']
    const lists =
      typeof data['list'] === 'string' ? [data['list']] : Object.keys(keys && typeof keys === 'object' ? keys : {})
    for (const list of lists) void directory.refresh(list)
  }

  #left(number: number, taker: string | undefined): void {
    const own = this.#own(number)
    for (const list of this.#lists.values()) list.remove(number, list === this.list && !own ? taker : undefined, own)
    const thread = this.#threads.get(number)
    if (thread && (thread === this.thread || thread === this.#peeked)) thread.gone = { name: own ? undefined : taker }
    else this.#threads.delete(number)
    counters.touch()
  }

  /** One is part of another now: it leaves the lists, and whoever has it open asks where it went. */
  #merged(number: number, into: number): void {
    for (const list of this.#lists.values()) list.remove(number, undefined, true)
    const [open, kept] = [this.#threads.get(number), this.#threads.get(into)]
    if (open && open === this.#peeked) open.gone = { name: undefined }
    else if (open && open === this.thread) void open.load()
    else this.#threads.delete(number)
    if (kept && (kept === this.thread || kept === this.#peeked)) kept.anew()
    else this.#threads.delete(into)
    counters.touch()
  }

  #contact(data: Record<string, unknown>): void {
    const id = Number(data['id'])
    for (const thread of this.#threads.values()) {
      if (thread.contact?.id === id) thread.contact = { ...thread.contact, ...data }
      const sender = thread.conversation?.meta.sender
      if (thread.conversation && sender?.id === id)
        this.patch(thread.number, { meta: { ...thread.conversation.meta, sender: { ...sender, ...data } } })
    }
    for (const list of this.#lists.values()) {
      for (const c of list.items) {
        if (c.meta.sender.id === id) list.put({ ...c, meta: { ...c.meta, sender: { ...c.meta.sender, ...data } } })
      }
    }
  }

  #typing(on: boolean, data: Record<string, unknown>): void {
    const number = numberOf(data)
    const user = data['user'] as { id?: number; name?: string; type?: string } | undefined
    if (user?.type === 'user' && user.id === session.me?.id) return
    if (!on) return this.#stopTyping(number)
    const typing = { name: user?.name ?? '', contact: user?.type !== 'user', private: data['is_private'] === true }
    this.typing = new Map([...this.typing, [number, typing]])
    clearTimeout(this.#typingOff.get(number))
    this.#typingOff.set(
      number,
      setTimeout(() => this.#stopTyping(number), TYPING_MS),
    )
  }

  /** One is muted for me now, or heard again. */
  muted(number: number, on: boolean): void {
    personal.setMuted(number, on)
    const known = this.find(number)
    if (known) this.put(known)
    counters.touch()
  }

  #stopTyping(number: number): void {
    clearTimeout(this.#typingOff.get(number))
    if (this.typing.has(number)) this.typing = new Map([...this.typing].filter(([id]) => id !== number))
  }

  /** A conversation that no list knows yet had news: it may belong in one. */
  #ask(number: number): void {
    counters.touch()
    if (this.#asked.has(number)) return
    const timer = setTimeout(() => {
      this.#asked.delete(number)
      void session.api
        .conversation(number)
        .then((c) => this.put(c))
        .catch(() => undefined)
    }, STATE_PAUSE_MS)
    this.#asked.set(number, timer)
  }
}

/** The number of the conversation that an event names. */
function numberOf(data: Record<string, unknown>): number {
  return Number((data['conversation'] as { id?: number } | undefined)?.id)
}

/** The one hub. */
export const hub = new Hub()
