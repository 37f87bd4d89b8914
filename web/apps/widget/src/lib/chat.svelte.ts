/** Everything the chat knows: conversations, messages, what is still to be sent, who types; and how it changes. */
import { Api, Refused } from './api'
import { announce, say } from './bridge'
import { Outbox } from './outbox'
import type { Outward } from './outward'
import type { Socket } from './socket'
import type { Boot, Conversation, Draft, Message, Person } from './types'
import { first } from './words.svelte'

export type View = 'home' | 'list' | 'chat'

/** How long the line may be gone before it is told. */
const GRACE = 3000
const TYPING_SHOWN = 30_000
const PAGE = 20
const CATCH_UP = 100

const byId = (a: Message, b: Message) => a.id - b.id
const lastOf = (c: Conversation) => c.messages?.at(-1)?.id ?? 0
/** Conversations by what was said last, the newest first. */
const sorted = (all: Conversation[]) => all.toSorted((a, b) => lastOf(b) - lastOf(a) || b.id - a.id)
const shown = (m: Message & { private?: boolean }) => m.message_type !== 2 && !m.private

export class Chat {
  readonly api: Api
  boot = $state() as Boot
  #socket: Promise<Socket> | undefined
  readonly outbox: Outbox

  view = $state<View>('home')
  /** Whether the panel is open on the page. */
  open = $state(false)
  /** Whether it is the whole screen. */
  full = $state(false)
  /** The conversation on screen; 0 is one that is still to be started. */
  current = $state(0)
  conversations = $state.raw<Conversation[]>([])
  messages = $state.raw<Record<number, Message[]>>({})
  /** Conversations whose oldest message is here. */
  whole = $state.raw<Record<number, boolean>>({})
  drafts = $state<Draft[]>([])
  typing = $state.raw<{ conversation: number; person: Person } | undefined>()
  members = $state.raw<Person[]>([])
  name = $state('')
  /** When the next try to connect starts (milliseconds); 0 while connected. */
  lostUntil = $state(0)
  /** Unread messages of the conversation on screen when it was opened. */
  fresh = $state(0)
  /** The page's own wishes. */
  set = $state.raw<{ popout?: boolean; available?: string; away?: string }>({})
  /** The page the visitor is on. */
  page = ''

  cursor = ''
  #lostTimer = 0
  ready: Promise<void> = Promise.resolve()

  constructor(boot: Boot) {
    this.boot = boot
    this.members = boot.members
    this.api = new Api(boot.website_token)
    this.outbox = new Outbox(boot.website_token)
  }

  get conversation(): Conversation | undefined {
    return this.conversations.find((c) => c.id === this.current)
  }

  get unread(): number {
    return this.conversations.reduce((sum, c) => sum + (c.unread_count ?? 0), 0)
  }

  /** Whether a message now would go nowhere: ended, and the inbox does not reopen. */
  get over(): boolean {
    return this.conversation?.status === 'resolved'
  }

  /** Whether somebody of the team is there. */
  get available(): boolean {
    return this.members.length > 0
  }

  has = (feature: string): boolean => this.boot.enabled_features.includes(feature)

  /** Takes up a known visitor, or waits for a new one to write. */
  start(token: string): Promise<void> {
    this.api.token = token
    this.drafts = this.outbox.read()
    if (token) this.ready = this.load()
    this.ready = this.ready.then(() => this.flush())
    return this.ready
  }

  /** Loads what a known visitor has. */
  async load(): Promise<void> {
    try {
      const [events, contact, conversations] = await Promise.all([
        this.api.events('').catch(() => undefined),
        this.api.contact(),
        this.api.conversations(),
      ])
      this.cursor = events?.cursor ?? ''
      this.name = contact.has_name === false ? '' : first(contact.name ?? '')
      this.take(conversations)
      // Someone with nothing going on needs no line until they open the chat.
      if (this.open || conversations.some((c) => c.status !== 'resolved')) this.connect(contact.pubsub_token)
      else this.#pubsub = contact.pubsub_token ?? ''
    } catch (error) {
      if (error instanceof Refused && error.status === 401) this.forget()
      else this.#retryLoad()
    }
  }

  #pubsub = ''
  connect(token = this.#pubsub): void {
    this.#pubsub = token ?? ''
    if (!this.#pubsub) return
    this.#socket ??= import('./socket').then(
      (part) =>
        new part.Socket({
          event: (name, data) => this.#event(name, data),
          up: () => void this.#up(),
          down: (next) => this.#down(next),
        }),
    )
    void this.#socket.then((socket) => socket.open(this.#pubsub))
  }

  #retryLoad(): void {
    this.#down(Date.now() + 5000)
    setTimeout(() => void this.load().then(() => this.cursor && this.#found()), 5000)
  }

  /** A token that is no longer good: the visitor is new again. */
  forget(): void {
    this.api.token = ''
    say('setAuthCookie', { data: { widgetAuthToken: '' } })
  }

  take(conversations: Conversation[]): void {
    this.conversations = sorted(conversations)
    this.tellUnread()
  }

  tellUnread(): void {
    say('handleNotificationDot', { unreadMessageCount: this.unread })
  }

  // ── Where the visitor is ─────────────────────────────────────────────────────────────────────────────────────────

  /** The panel was opened or closed. */
  setOpen(open: boolean, full = false): void {
    this.open = open
    this.full = full
    if (!open) return
    this.connect()
    if (this.view === 'home') {
      const waiting = this.conversations.find((c) => c.unread_count)
      if (waiting) this.go('chat', waiting.id)
    } else this.seen()
    void this.api.members().then(
      (members) => (this.members = members.slice(0, 3)),
      () => undefined,
    )
  }

  go(view: View, conversation = this.current): void {
    this.view = view
    if (view !== 'chat') return
    this.current = conversation
    this.fresh = this.conversation?.unread_count ?? 0
    if (conversation && !this.messages[conversation]) void this.older(conversation)
    this.seen()
  }

  /** Marks what is on screen as read. */
  seen(): void {
    const unread = this.conversation?.unread_count
    if (!unread || !this.open || this.view !== 'chat' || document.hidden) return
    this.patch(this.current, { unread_count: 0, contact_last_seen_at: Date.now() / 1000 })
    this.tellUnread()
    say('resetUnreadMode')
    this.api
      .call('POST', 'conversations/update_last_seen', {}, { conversation_id: this.current })
      .catch(() => undefined)
  }

  /** Loads the page of messages before those that are here. Answers whether it worked. */
  async older(conversation = this.current): Promise<boolean> {
    const have = this.messages[conversation]
    try {
      const page = await this.api.messages(conversation, { before: have?.[0]?.id })
      this.put(conversation, page)
      if (page.length < PAGE) this.whole = { ...this.whole, [conversation]: true }
      return true
    } catch {
      return false
    }
  }

  // ── Writing, and what the page says: in a part of its own, loaded when first needed ──────────────────────────────

  /** What goes out. */
  outward(): Promise<Outward> {
    return (this.#outward ??= import('./outward').then((part) => new part.Outward(this)))
  }
  #outward: Promise<Outward> | undefined

  /** Sends what waits, if anything does. */
  flush(): void {
    if (this.drafts.length) this.out((outward) => outward.flush())
  }

  /** Does something that goes out. */
  out(act: (outward: Outward) => unknown): void {
    void this.outward().then(act)
  }

  /** Takes a message that has arrived, or was given up, out of those on their way. */
  settle(draft: Draft): void {
    if (draft.picture) setTimeout(URL.revokeObjectURL, 60_000, draft.picture)
    this.drafts = this.drafts.filter((d) => d.echo !== draft.echo)
    this.outbox.write(this.drafts)
  }

  /** Messages that were to start a conversation belong to this one now. */
  moveDrafts(to: number): void {
    for (const d of this.drafts) if (!d.conversation) d.conversation = to
    if (!this.current) this.current = to
  }

  // ── What the server says ─────────────────────────────────────────────────────────────────────────────────────────

  /** Tries to connect at once. */
  reconnect(): void {
    this.lostUntil = 1
    void this.#socket?.then((socket) => socket.now())
    this.flush()
  }

  #down(next: number): void {
    if (this.lostUntil) this.lostUntil = next
    else if (!this.#lostTimer) this.#lostTimer = setTimeout(() => (this.lostUntil = next), GRACE) as never
  }

  #found(): void {
    clearTimeout(this.#lostTimer)
    this.#lostTimer = 0
    this.lostUntil = 0
  }

  /** The line stands: fetches what was missed while it did not, and sends what waited. */
  async #up(): Promise<void> {
    this.#found()
    try {
      for (let more = !!this.cursor; more;) {
        const missed = await this.api.events(this.cursor)
        if (missed.resync) return await this.#reload()
        for (const { event, data } of missed.events) this.#event(event, data)
        more = missed.events.length > 0 && missed.cursor !== this.cursor
        this.cursor = missed.cursor
      }
    } catch {
      await this.#reload().catch(() => undefined)
    } finally {
      this.flush()
    }
  }

  /** Everything that is on hand, anew. */
  async #reload(): Promise<void> {
    const cursor = (await this.api.events('')).cursor
    this.take(await this.api.conversations())
    for (const [id, have] of Object.entries(this.messages)) {
      let after = have.at(-1)?.id
      for (let full = true; full;) {
        const page = await this.api.messages(Number(id), { after })
        this.put(Number(id), page)
        full = page.length >= CATCH_UP
        after = page.at(-1)?.id
      }
    }
    this.cursor = cursor
  }

  #event(name: string, data: any): void {
    if (name === 'message.created' || name === 'message.updated') this.#message(data, name === 'message.created')
    else if (name === 'conversation.typing_on' || name === 'conversation.typing_off')
      this.#typing(data, name.endsWith('on'))
    else if (name === 'presence.update')
      void this.api.members().then(
        (m) => (this.members = m.slice(0, 3)),
        () => undefined,
      )
    else if (name === 'contact.merged') void this.load()
    else if (name.startsWith('conversation.') && data?.id) this.#conversation(data)
  }

  #message(message: Message & { private?: boolean }, isNew: boolean): void {
    if (!shown(message)) return
    const id = message.conversation_id
    // What the list of conversations already counted, or what is on screen, is not news.
    const about = this.conversations.find((c) => c.id === id)
    const last = about ? lastOf(about) : 0
    const known = message.id <= last || this.messages[id]?.some((m) => m.id === message.id)
    const draft = message.echo_id && this.drafts.find((d) => d.echo === message.echo_id)
    if (draft) {
      if (!draft.conversation) this.moveDrafts(id)
      this.settle(draft)
    }
    if (this.messages[id]) this.put(id, [message])
    if (!this.conversations.some((c) => c.id === id)) {
      void this.api.conversations().then(
        (all) => this.take(all),
        () => undefined,
      )
    } else this.refreshLast(message)
    if (!isNew || known) return
    if (message.message_type !== 0) this.#incoming(message)
    announce('on-message', message)
  }

  #incoming(message: Message): void {
    const id = message.conversation_id
    if (this.typing?.conversation === id) this.typing = undefined
    const about = this.conversations.find((c) => c.id === id)
    if (about) this.patch(id, { unread_count: (about.unread_count ?? 0) + 1 })
    this.seen()
    this.tellUnread()
    const looking = this.open && this.view === 'chat' && this.current === id
    if (!looking) say('setUnreadMode', { card: { text: message.content ?? '', from: message.sender } })
  }

  #typing(data: { conversation: { id: number }; user: Person; is_private?: boolean }, on: boolean): void {
    clearTimeout(this.#typingShown)
    if (data.is_private) return
    this.typing = on ? { conversation: data.conversation.id, person: data.user } : undefined
    if (on) this.#typingShown = setTimeout(() => (this.typing = undefined), TYPING_SHOWN) as never
  }
  #typingShown = 0

  #conversation(data: any): void {
    const change: Partial<Conversation> = {}
    if (data.status) change.status = data.status
    if (data.meta && 'assignee' in data.meta) change.assignee = data.meta.assignee
    else if ('assignee' in data) change.assignee = data.assignee
    if (data.agent_last_seen_at) change.agent_last_seen_at = data.agent_last_seen_at
    if (this.conversations.some((c) => c.id === data.id)) this.patch(data.id, change)
    else
      void this.api.conversations().then(
        (all) => this.take(all),
        () => undefined,
      )
  }

  patch(id: number, change: Partial<Conversation>): void {
    this.conversations = sorted(this.conversations.map((c) => (c.id === id ? { ...c, ...change } : c)))
  }

  refreshLast(message: Message): void {
    const last = this.conversations.find((c) => c.id === message.conversation_id)?.messages?.at(-1)
    if (!last || last.id <= message.id)
      this.patch(message.conversation_id, { messages: [message], last_activity_at: message.created_at })
  }

  put(id: number, some: Message[]): void {
    const all = new Map((this.messages[id] ?? []).map((m) => [m.id, m]))
    for (const m of some) if (shown(m)) all.set(m.id, m)
    this.messages = { ...this.messages, [id]: [...all.values()].sort(byId) }
  }
}
