//! A conversation list: pages by cursor, kept right by events, never moving the row under the pointer.
import { ApiError, type Conversation, type ConversationPage } from '@guiche/core'
import { session } from '../lib/session.svelte.ts'
import { belongs, compare, queryOf, viewKey, type View } from './views.ts'

/** A row that is about to leave says why for a while. */
export interface Leaving {
  /** Who took it. */
  name: string
}

const LEAVE_MS = 4000

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
  #request: AbortController | undefined
  #stale = false

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
      this.items = this.#ordered(page.data.payload)
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
      const known = new Set(this.items.map((c) => c.id))
      this.items = [...this.items, ...page.data.payload.filter((c) => !known.has(c.id))]
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

  /** The row under the pointer keeps its place; undefined lets go of it. */
  hold(number: number | undefined): void {
    if (this.#held === number) return
    this.#held = number
    if (number === undefined) this.#settle()
  }

  find(number: number): Conversation | undefined {
    return this.items.find((c) => c.id === number)
  }

  /** Takes in a changed conversation: it enters, changes, moves or leaves. What this person did (`own`) needs no word. */
  put(c: Conversation, own = false): void {
    const me = session.me?.id ?? 0
    const there = this.items.some((i) => i.id === c.id)
    if (!belongs(c, this.view, me)) {
      const taker = c.meta.assignee
      const taken = (this.view.kind === 'queue' || this.view.kind === 'unassigned') && taker && taker.id !== me && !own
      if (there) this.remove(c.id, taken ? taker.name : undefined)
      return
    }
    if (this.leaving.has(c.id)) this.leaving = new Map([...this.leaving].filter(([id]) => id !== c.id))
    if (!there && !this.#inWindow(c)) return
    this.items = this.#ordered([...this.items.filter((i) => i.id !== c.id), c])
  }

  /** Takes a row out; with `taker` it first says who took it. The row under the pointer stays until it is left. */
  remove(number: number, taker?: string): void {
    if (taker && this.items.some((i) => i.id === number)) {
      this.leaving = new Map([...this.leaving, [number, { name: taker }]])
      setTimeout(() => {
        // It came back meanwhile.
        if (!this.leaving.has(number)) return
        this.leaving = new Map([...this.leaving].filter(([id]) => id !== number))
        this.#drop(number)
      }, LEAVE_MS)
    } else this.#drop(number)
  }

  #drop(number: number): void {
    this.items = this.items.filter((i) => i.id !== number)
  }

  #settle(): void {
    const order = compare(this.view.sort)
    this.items = [...this.items].sort(order)
  }

  /** In order, but the held row stays where it is drawn. */
  #ordered(rows: readonly Conversation[]): Conversation[] {
    const sorted = [...rows].sort(compare(this.view.sort))
    if (this.#held === undefined) return sorted
    const now = this.items.findIndex((i) => i.id === this.#held)
    const then = sorted.findIndex((i) => i.id === this.#held)
    if (now < 0 || then < 0 || now === then) return sorted
    const [row] = sorted.splice(then, 1)
    if (row) sorted.splice(Math.min(now, sorted.length), 0, row)
    return sorted
  }

  /** Whether it belongs among the rows loaded so far rather than in a page to come. */
  #inWindow(c: Conversation): boolean {
    const last = this.items.at(-1)
    return this.complete || !last || compare(this.view.sort)(c, last) <= 0
  }
}
