/** What the server says: the line to it, what was missed while it was down, and what each event changes. */
import { announce, say } from './bridge'
import type { Chat } from './chat.svelte'
import { Socket } from './socket'
import type { Conversation, Message, Person } from './types'

/** How long the line may be gone before it is told. */
const GRACE = 3000
const TYPING_SHOWN = 30_000
const CATCH_UP = 100

const lastOf = (c: Conversation) => c.messages?.at(-1)?.id ?? 0
const nothing = () => undefined

export class Inward {
  #lostTimer = 0
  #typingShown = 0
  readonly #socket = new Socket({
    event: (name, data) => this.#event(name, data),
    up: () => void this.#up(),
    down: (next) => this.#down(next),
  })

  constructor(private readonly chat: Chat) {}

  open(token: string): void {
    this.#socket.open(token)
  }

  /** Tries at once. */
  now(): void {
    this.#socket.now()
  }

  #down(next: number): void {
    if (this.chat.lostUntil) this.chat.lostUntil = next
    else if (!this.#lostTimer) this.#lostTimer = setTimeout(() => (this.chat.lostUntil = next), GRACE) as never
  }

  /** The line stands: fetches what was missed while it did not, and sends what waited. */
  async #up(): Promise<void> {
    const { chat } = this
    clearTimeout(this.#lostTimer)
    this.#lostTimer = 0
    chat.lostUntil = 0
    try {
      for (let more = !!chat.cursor; more;) {
        const missed = await chat.api.events(chat.cursor)
        if (missed.resync) return await this.#reload()
        for (const { event, data } of missed.events) this.#event(event, data)
        more = missed.events.length > 0 && missed.cursor !== chat.cursor
        chat.cursor = missed.cursor
      }
    } catch {
      await this.#reload().catch(nothing)
    } finally {
      chat.flush()
    }
  }

  /** Everything that is on hand, anew. */
  async #reload(): Promise<void> {
    const { chat } = this
    const cursor = (await chat.api.events('')).cursor
    chat.take(await chat.api.conversations())
    for (const [id, have] of Object.entries(chat.messages)) {
      let after = have.at(-1)?.id
      for (let full = true; full;) {
        const page = await chat.api.messages(Number(id), { after })
        chat.put(Number(id), page)
        full = page.length >= CATCH_UP
        after = page.at(-1)?.id
      }
    }
    chat.cursor = cursor
  }

  #list(): void {
    void this.chat.api.conversations().then((all) => this.chat.take(all), nothing)
  }

  #event(name: string, data: any): void {
    if (name === 'message.created' || name === 'message.updated') this.#message(data, name === 'message.created')
    else if (name === 'conversation.typing_on' || name === 'conversation.typing_off')
      this.#typing(data, name.endsWith('on'))
    else if (name === 'presence.update') this.chat.people()
    else if (name === 'contact.merged') void this.chat.load()
    else if (name === 'conversation.merged') this.#merged(data.id, data.merged_into)
    else if (name.startsWith('conversation.') && data?.id) this.#conversation(data)
  }

  /** A conversation goes on in another: so does whoever reads it, and what is on its way. */
  #merged(id: number, into: number): void {
    const { chat } = this
    const without = <T>(all: Record<number, T>): Record<number, T> =>
      Object.fromEntries(Object.entries(all).filter(([n]) => +n !== id && +n !== into))
    chat.messages = without(chat.messages)
    chat.whole = without(chat.whole)
    for (const d of chat.drafts) if (d.conversation === id) d.conversation = into
    if (chat.current === id) chat.current = into
    if (chat.current === into) void chat.older(into)
    this.#list()
  }

  #message(message: Message & { private?: boolean }, isNew: boolean): void {
    const { chat } = this
    if (message.message_type === 2 || message.private) return
    const id = message.conversation_id
    // What the list of conversations already counted, or what is on screen, is not news.
    const about = chat.conversations.find((c) => c.id === id)
    const known = message.id <= (about ? lastOf(about) : 0) || chat.messages[id]?.some((m) => m.id === message.id)
    const draft = message.echo_id && chat.drafts.find((d) => d.echo === message.echo_id)
    if (draft) {
      if (!draft.conversation) chat.moveDrafts(id)
      chat.settle(draft)
    }
    if (chat.messages[id]) chat.put(id, [message])
    if (about) chat.refreshLast(message)
    else this.#list()
    if (!isNew || known) return
    if (message.message_type !== 0) this.#incoming(message)
    announce('on-message', message)
  }

  #incoming(message: Message): void {
    const { chat } = this
    const id = message.conversation_id
    if (chat.typing?.conversation === id) chat.typing = undefined
    const about = chat.conversations.find((c) => c.id === id)
    if (about) chat.patch(id, { unread_count: (about.unread_count ?? 0) + 1 })
    chat.seen()
    chat.tellUnread()
    const looking = chat.open && chat.view === 'chat' && chat.current === id
    if (!looking) say('setUnreadMode', { card: { text: message.content ?? '', from: message.sender } })
  }

  #typing(data: { conversation: { id: number }; user: Person; is_private?: boolean }, on: boolean): void {
    clearTimeout(this.#typingShown)
    if (data.is_private) return
    this.chat.typing = on ? { conversation: data.conversation.id, person: data.user } : undefined
    if (on) this.#typingShown = setTimeout(() => (this.chat.typing = undefined), TYPING_SHOWN) as never
  }

  #conversation(data: any): void {
    const change: Partial<Conversation> = {}
    if (data.status) change.status = data.status
    if (data.meta && 'assignee' in data.meta) change.assignee = data.meta.assignee
    else if ('assignee' in data) change.assignee = data.assignee
    if (data.agent_last_seen_at) change.agent_last_seen_at = data.agent_last_seen_at
    if (this.chat.conversations.some((c) => c.id === data.id)) this.chat.patch(data.id, change)
    else this.#list()
  }
}
