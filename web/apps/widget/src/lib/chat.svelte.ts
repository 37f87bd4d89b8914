/** Everything the chat knows: conversations, messages, what is still to be sent, who types; and how it changes. */
import { Api, type Contact, Refused } from './api'
import { say } from './bridge'
import type { Inward } from './inward'
import { Outbox } from './outbox'
import type { Outward } from './outward'
import type { Boot, Conversation, Draft, FormAnswers, Message, Person } from './types'
import { first } from './words.svelte'

export type View = 'home' | 'list' | 'form' | 'chat'

const PAGE = 20

const byId = (a: Message, b: Message) => a.id - b.id
const lastOf = (c: Conversation) => c.messages?.at(-1)?.id ?? 0
/** Conversations by what was said last, the newest first. */
const sorted = (all: Conversation[]) => all.toSorted((a, b) => lastOf(b) - lastOf(a) || b.id - a.id)
const shown = (m: Message & { private?: boolean }) => m.message_type !== 2 && !m.private

export class Chat {
  readonly api: Api
  boot = $state() as Boot
  #inward: Promise<Inward> | undefined
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
  /** The visitor, as far as the server knows them. */
  me = $state.raw<Contact | undefined>()
  /** What a form took, for the message that starts the conversation. */
  form: FormAnswers | undefined
  /** What is to be sent once the form is filled in: a greeting's quick answer. */
  pending = ''
  /** Surveys that were put off. */
  later = $state.raw<number[]>([])
  /** When the next try to connect starts (milliseconds); 0 while connected. */
  lostUntil = $state(0)
  /** Unread messages of the conversation on screen when it was opened. */
  fresh = $state(0)
  /** The page's own wishes. */
  set = $state.raw<{ popout?: boolean; available?: string; away?: string }>({})
  /** The page the visitor is on. */
  page = ''

  cursor = ''
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
    return !this.boot.closed && this.members.length > 0
  }

  get name(): string {
    return this.me?.has_name === false ? '' : first(this.me?.name ?? '')
  }

  /** Which form stands before a conversation now: where to reach them while nobody is there, or what is not known. */
  get asks(): 'offline' | 'form' | undefined {
    if (this.form) return undefined
    if (!this.available && this.boot.offline_form && !this.me?.has_email) return 'offline'
    return this.boot.pre_chat_form_enabled && this.missing.length ? 'form' : undefined
  }

  /** Fields of the form whose answer is not known. */
  get missing() {
    const { me } = this
    const has: Record<string, unknown> = {
      emailAddress: me?.has_email,
      fullName: me?.has_name && me.name,
      phoneNumber: me?.has_phone_number,
    }
    return (this.boot.pre_chat_form_options.pre_chat_fields ?? []).filter(
      (f) =>
        f.enabled &&
        !(f.field_type === 'standard'
          ? has[f.name]
          : f.field_type === 'contact_attribute' && me?.custom_attributes?.[f.name] != null),
    )
  }

  /** Goes to a new conversation, by the form that stands before it; `text` is sent once it is there. */
  begin(text = ''): void {
    this.pending = text
    if (this.asks) return this.go('form', 0)
    this.go('chat', 0)
    if (text) this.out((outward) => outward.send(text))
    this.pending = ''
  }

  has = (feature: string): boolean => this.boot.enabled_features.includes(feature)

  /** Takes up a known visitor, or waits for a new one to write. */
  start(token: string): Promise<void> {
    this.api.token = token
    this.drafts = this.outbox.read()
    this.form = this.outbox.form()
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
      this.me = contact
      this.lostUntil = 0
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
    this.#inward ??= import('./inward').then((part) => new part.Inward(this))
    void this.#inward.then((line) => line.open(this.#pubsub))
  }

  #retryLoad(): void {
    this.lostUntil = Date.now() + 5000
    setTimeout(() => void this.load(), 5000)
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
    if (this.api.token) this.api.opened(this.page)
    if (this.view === 'home') {
      const waiting = this.conversations.find((c) => c.unread_count)
      if (waiting) this.go('chat', waiting.id)
    } else this.seen()
    this.people()
  }

  /** Asks who is there. */
  people(): void {
    void this.api.members().then(
      (members) => (this.members = members.slice(0, 3)),
      () => undefined,
    )
  }

  go(view: View, conversation = this.current): void {
    this.view = view
    if (view === 'form') this.current = 0
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
    return (this.#outward ??= import('./outward').then(
      (part) => new part.Outward(this),
      (error: unknown) => {
        this.#outward = undefined
        throw error
      },
    ))
  }
  #outward: Promise<Outward> | undefined

  /** Sends what waits, if anything does. */
  flush(): void {
    if (this.drafts.length) this.out((outward) => outward.flush())
  }

  /** Does something that goes out. */
  out(act: (outward: Outward) => unknown): void {
    // A line that is down while the part is fetched must not lose what was said.
    this.outward().then(act, () => setTimeout(() => this.out(act), 2000))
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
    void this.#inward?.then((line) => line.now())
    this.flush()
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
