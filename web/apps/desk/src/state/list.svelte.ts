//! A conversation list: pages by cursor, kept right by events, never moving the row under the pointer.
import { ApiError, type Conversation, type ConversationPage } from '@guiche/core'
import { session } from '../lib/session.svelte.ts'
import { personal } from './personal.svelte.ts'
import { belongs, compare, queryOf, viewKey, type View } from './views.ts'

/** A row that is about to leave says why for a while. */
export interface Leaving {
  /** Who took it. */
  name: string
}

const LEAVE_MS = 4000
const RECHECK_MS = 1500

/** One list. */
export class ConversationList {
  readonly view: View
  readonly key: string
  /** Rows in order. */
  items = $state.raw<readonly Conversation[]>([])
  meta = $state.raw<ConversationPage['data']['meta'] | undefined>(undefined)
  /** `first` while nothing is there yet. */
  loading = $state<'first' | 'more' | 'quiet' | undefined>(undefined)
  error = $state.raw<ApiError | undefined>(undefined)
  /** Rows that leave in a moment. */
  leaving = $state.raw<ReadonlyMap<number, Leaving>>(new Map())
  /** Where the list was scrolled to. */
  offset = 0
  #cursor: string | null | undefined
  #held: number | undefined
  /** Changes that wait for the pointer to go. */
  waiting = $state(0)
  /** The order to be, while the row under the pointer is held. */
  #later: Conversation[] | undefined
  readonly #moved = new Set<number>()
  #request: AbortController | undefined
  #stale = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(view: View) {
    this.view = view
    this.key = viewKey(view)
  }

  get complete(): boolean {
    return this.#cursor === null || (this.#cursor === undefined && this.meta !== undefined)
  }

  /** Loads the first page; with rows already there they stay until the answer comes. */
  async load(): Promise<void> {
    this.#request?.abort()
    const request = new AbortController()
    this.#request = request
    this.loading = this.items.length ? 'quiet' : 'first'
    this.error = undefined
    try {
      const page = await session.api.conversations(queryOf(this.view), request.signal)
      this.#cursor = page.data.meta.next_cursor ?? null
      this.meta = page.data.meta
      this.#note(page.data.payload)
      this.#drawAnew(page.data.payload)
      this.#stale = false
    } catch (error) {
      if (error instanceof ApiError) this.error = error
      else return
    } finally {
      if (this.#request === request) this.loading = undefined
    }
  }

  /** Loads the next page, if there is one. */
  async more(): Promise<void> {
    if (this.loading || !this.#cursor || this.error) return
    this.loading = 'more'
    const request = new AbortController()
    this.#request = request
    try {
      const page = await session.api.conversations({ ...queryOf(this.view), cursor: this.#cursor }, request.signal)
      this.#cursor = page.data.meta.next_cursor ?? null
      this.#note(page.data.payload)
      const known = new Set((this.#later ?? this.items).map((c) => c.id))
      const fresh = page.data.payload.filter((c) => !known.has(c.id))
      if (this.#later) this.#later = [...this.#later, ...fresh]
      this.items = [...this.items, ...fresh.filter((c) => !this.find(c.id))]
    } catch (error) {
      if (error instanceof ApiError) this.error = error
    } finally {
      if (this.#request === request) this.loading = undefined
    }
  }

  /** Asks for the counts beside the tabs again. */
  async recount(): Promise<void> {
    if (!this.meta) return
    const { sort_by: _, ...query } = queryOf(this.view)
    const counts = await session.api.counts(query).catch(() => undefined)
    if (counts && this.meta) this.meta = { ...this.meta, ...counts }
  }

  /** Tries again what failed. */
  retry(): Promise<void> {
    const first = this.items.length === 0
    this.error = undefined
    return first ? this.load() : this.more()
  }

  /** Loads again when next looked at. */
  expire(): void {
    this.#stale = true
  }
  get stale(): boolean {
    return this.#stale
  }

  /**
   * While a row is held, by the pointer or the keyboard, no row moves: what is drawn changes in place, what would move,
   * come or go waits. `undefined` lets go.
   */
  hold(number: number | undefined): void {
    if (this.#held === number) return
    this.#held = number
    if (number === undefined) this.settle()
  }

  /** Draws what waited; `keep` leaves this row where it is drawn. */
  settle(keep?: number): void {
    const rows = [...(this.#later ?? this.items)].sort(compare(this.view.sort))
    const [now, then] = [this.items, rows].map((list) => list.findIndex((c) => c.id === keep)) as [number, number]
    if (now >= 0 && then >= 0 && now !== then) rows.splice(Math.min(now, rows.length - 1), 0, ...rows.splice(then, 1))
    this.#later = undefined
    this.#moved.clear()
    this.waiting = 0
    if (rows.length !== this.items.length || rows.some((c, i) => c !== this.items[i])) this.items = rows
  }

  find(number: number): Conversation | undefined {
    return this.items.find((c) => c.id === number) ?? this.#later?.find((c) => c.id === number)
  }

  /** Takes in a changed conversation: it enters, changes, moves or leaves. What this person did (`own`) needs no word. */
  put(c: Conversation, own = false): void {
    const me = session.me?.id ?? 0
    const rows = this.#later ?? this.items
    const there = rows.some((i) => i.id === c.id)
    if (!belongs(c, this.view, me, personal)) {
      const taker = c.meta.assignee
      const taken = (this.view.kind === 'queue' || this.view.kind === 'unassigned') && taker && taker.id !== me && !own
      if (there) this.remove(c.id, taken ? taker.name : undefined, own)
      return
    }
    // Whether it meets conditions only the server tells: what is shown changes in place, the rest is asked again.
    if (this.view.conditions?.length) {
      this.#recheck()
      if (!there) return
    }
    if (this.leaving.has(c.id)) this.leaving = new Map([...this.leaving].filter(([id]) => id !== c.id))
    if (!there && !this.#inWindow(c)) return
    this.#draw([...rows.filter((i) => i.id !== c.id), c].sort(compare(this.view.sort)), c.id, own)
  }

  /** Asks again a moment after the last change, once no row is held. */
  #recheck(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => (this.#held === undefined ? void this.load() : this.#recheck()), RECHECK_MS)
  }

  /** Takes a row out; with `taker` it first says who took it. */
  remove(number: number, taker?: string, own = false): void {
    if (taker && this.items.some((i) => i.id === number)) {
      this.leaving = new Map([...this.leaving, [number, { name: taker }]])
      setTimeout(() => {
        // It came back meanwhile.
        if (!this.leaving.has(number)) return
        this.leaving = new Map([...this.leaving].filter(([id]) => id !== number))
        this.#drop(number)
      }, LEAVE_MS)
    } else this.#drop(number, own)
  }

  #drop(number: number, own = false): void {
    const rows = this.#later ?? this.items
    if (rows.some((i) => i.id === number))
      this.#draw(
        rows.filter((i) => i.id !== number),
        number,
        own,
      )
  }

  /** Draws rows in their order, or, while one is held, changes what is drawn in place and keeps the order for later. */
  #draw(rows: Conversation[], changed: number, own: boolean): void {
    const moves = rows.length !== this.items.length || rows.some((c, i) => c.id !== this.items[i]?.id)
    // What one did oneself shows at once.
    if (this.#held === undefined || own || !moves) {
      this.#later = undefined
      this.#moved.clear()
      this.waiting = 0
      this.items = rows
      return
    }
    this.#later = rows
    this.#moved.add(changed)
    this.waiting = this.#moved.size
    const next = rows.find((c) => c.id === changed)
    if (next) this.items = this.items.map((c) => (c.id === changed ? next : c))
  }

  #drawAnew(rows: readonly Conversation[]): void {
    this.#later = undefined
    this.#moved.clear()
    this.waiting = 0
    this.items = [...rows].sort(compare(this.view.sort))
  }

  /** Those in a list of mentions are where I was named. */
  #note(rows: readonly Conversation[]): void {
    if (this.view.kind === 'mentions') personal.addMentioned(rows.map((c) => c.id))
  }

  /** Whether it belongs among the rows loaded so far rather than in a page to come. */
  #inWindow(c: Conversation): boolean {
    const last = (this.#later ?? this.items).at(-1)
    return this.complete || !last || compare(this.view.sort)(c, last) <= 0
  }
}
