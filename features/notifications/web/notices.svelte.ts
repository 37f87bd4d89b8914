//! One's own notifications: the list, how many are unread, and what happens when one comes.
import type { Conversation, DeskContext, LiveEvent, Message } from '@guiche/core'
import { unread } from './unread.svelte.ts'

/** Which notifications are shown. */
export type Filter = 'unread' | 'all' | 'snoozed'

/** A notification as the server tells it. */
export interface Notice {
  id: number
  notification_type: string
  push_message_title: string
  push_message_body: string
  primary_actor_id: number
  primary_actor: Conversation
  secondary_actor: Message | null
  read_at: string | null
  snoozed_until: string | null
  last_activity_at: number
  actor: { id: number; name: string } | null
}

interface Page {
  data: { meta: { unread_count: number; count: number; current_page: number }; payload: Notice[] }
}

const PAGE = 15
/** What is worth a word over the page; the rest shows in the bell, the list and the sound. */
const LOUD = new Set(['conversation_assignment', 'conversation_mention', 'conversation_creation'])

class Notices {
  items = $state.raw<readonly Notice[]>([])
  get unread(): number {
    return unread.count
  }
  filter = $state<Filter>('unread')
  loading = $state(false)
  failed = $state(false)
  /** Whether there are older ones. */
  more = $state(false)
  #page = 1
  #desk: DeskContext | undefined
  #loaded = false
  /** A page that is opened by its address asks before the desk is at rest. */
  #wanted = false

  /** Counts, and hears what comes, until the returned function is called. */
  start(desk: DeskContext): () => void {
    this.#desk = desk
    this.items = []
    this.#loaded = false
    void this.count()
    if (this.#wanted) void this.load()
    const off = desk.listen((event) => this.#hear(event))
    // Whoever opens a conversation has read what was told of it.
    let last: number | undefined
    const timer = setInterval(() => {
      const now = desk.onScreen()
      if (now !== undefined && now !== last && this.unread > 0) void this.readOf(now)
      last = now
    }, 1000)
    let alarm: (() => void) | undefined
    void import('./alarm.ts').then((module) => (alarm = module.watchQueue(desk)))
    return () => {
      off()
      alarm?.()
      clearInterval(timer)
      desk.badge(0)
    }
  }

  async count(): Promise<void> {
    const { api } = this.#desk!
    const told = await api.http.get<number>(api.path('notifications/unread_count')).catch(() => undefined)
    if (typeof told === 'number') this.#setUnread(told)
  }

  /** Reads the first page of what is asked for. */
  async load(filter: Filter = this.filter): Promise<void> {
    if (filter !== this.filter) this.items = []
    this.filter = filter
    this.#page = 1
    this.#wanted = !this.#desk
    if (this.#wanted) {
      this.loading = true
      return
    }
    await this.#read(false)
    this.#loaded = true
  }

  async loadMore(): Promise<void> {
    if (this.loading || !this.more) return
    this.#page += 1
    await this.#read(true)
  }

  async #read(append: boolean): Promise<void> {
    const { api } = this.#desk!
    this.loading = true
    this.failed = false
    const includes = this.filter === 'unread' ? [] : ['read', 'snoozed']
    try {
      const { data } = await api.http.get<Page>(api.path('notifications'), { page: this.#page, includes })
      const known = new Set(append ? this.items.map((n) => n.id) : [])
      const found = data.payload.filter((n) => !known.has(n.id) && (this.filter !== 'snoozed' || n.snoozed_until))
      this.items = append ? [...this.items, ...found] : found
      this.more = data.meta.count > this.#page * PAGE
      if (this.filter !== 'snoozed') this.#setUnread(data.meta.unread_count)
    } catch {
      this.failed = true
    } finally {
      this.loading = false
    }
    // A page that holds none of the snoozed ones says nothing of the next.
    if (this.filter === 'snoozed' && this.more && !this.failed && this.items.length < PAGE && this.#page < 20) await this.loadMore()
  }

  /** Opens what it is about. */
  open(n: Notice): void {
    this.#desk!.go(`/all/conversations/${n.primary_actor_id}`)
    if (!n.read_at) void this.setRead(n, true)
  }

  async setRead(n: Notice, on: boolean): Promise<void> {
    this.#put({ ...n, read_at: on ? new Date().toISOString() : null, ...(on && { snoozed_until: null }) })
    const { api } = this.#desk!
    await this.#ask(() => (on ? api.http.patch(api.path(`notifications/${n.id}`), {}) : api.http.post(api.path(`notifications/${n.id}/unread`), {})))
  }

  /** Hides it until a moment (epoch seconds). */
  async snooze(n: Notice, until: number): Promise<void> {
    this.#put({ ...n, snoozed_until: new Date(until * 1000).toISOString() })
    const { api } = this.#desk!
    await this.#ask(() => api.http.post(api.path(`notifications/${n.id}/snooze`), { snoozed_until: until }))
  }

  async remove(n: Notice): Promise<void> {
    this.items = this.items.filter((one) => one.id !== n.id)
    const { api } = this.#desk!
    await this.#ask(() => api.http.delete(api.path(`notifications/${n.id}`)))
  }

  /** Marks all as read. */
  async readAll(): Promise<void> {
    const { api } = this.#desk!
    const now = new Date().toISOString()
    this.items = this.filter === 'unread' ? [] : this.items.map((n) => ({ ...n, read_at: n.read_at ?? now }))
    this.#setUnread(0)
    await this.#ask(() => api.http.post(api.path('notifications/read_all'), {}))
  }

  /** Marks what is about one conversation as read. */
  async readOf(number: number): Promise<void> {
    const { api } = this.#desk!
    await api.http
      .post(api.path('notifications/read_all'), { primary_actor_type: 'Conversation', primary_actor_id: number })
      .catch(() => undefined)
  }

  async #ask(run: () => Promise<unknown>): Promise<void> {
    try {
      await run()
    } catch {
      this.#desk!.toast(this.#desk!.t('notifications.failed'), { kind: 'error' })
      void this.load()
    }
  }

  #hear({ event, data }: LiveEvent): void {
    switch (event) {
      case 'notification.created':
        this.#setUnread(Number(data['unread_count']))
        return this.#came(data['notification'] as Notice, data['sound'] === true)
      case 'notification.updated':
        this.#setUnread(Number(data['unread_count']))
        return this.#put(data['notification'] as Notice)
      case 'notification.deleted':
        this.#setUnread(Number(data['unread_count']))
        this.items = this.items.filter((n) => n.id !== Number((data['notification'] as { id?: number }).id))
        return
      case 'notification.all_updated':
        this.#setUnread(Number(data['unread_count']))
        if (this.#loaded) void this.load()
        return
      case 'conversation.deleted':
        return void this.count()
      default:
    }
  }

  #came(n: Notice, sound: boolean): void {
    const desk = this.#desk!
    if (this.#loaded) this.#put(n)
    if (desk.onScreen() === n.primary_actor_id) return
    if (!document.hidden && LOUD.has(n.notification_type))
      desk.toast(n.push_message_title, { action: { label: desk.t('notifications.open'), run: () => this.open(n) } })
    void import('./alarm.ts').then((module) => {
      if (sound) module.ring(`${n.id}:${n.last_activity_at}`)
      module.showOutside(n)
    })
  }

  /** Takes a notification's new state into the list, at its place. */
  #put(n: Notice): void {
    const others = this.items.filter((one) => one.id !== n.id)
    const asleep = n.snoozed_until !== null && Date.parse(n.snoozed_until) > Date.now()
    const fits = this.filter === 'snoozed' ? asleep : this.filter === 'all' || (!n.read_at && !asleep)
    this.items = fits ? [n, ...others].sort((a, b) => b.last_activity_at - a.last_activity_at || b.id - a.id) : others
  }

  #setUnread(n: number): void {
    if (!Number.isFinite(n)) return
    unread.count = n
    this.#desk?.badge(n)
  }
}

/** The one list. */
export const notices = new Notices()
