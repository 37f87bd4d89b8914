//! The list of contacts: what is asked for, what is here, what follows. It stays as it was while a contact is open.
import type { Contact, ContactPage } from '@guiche/core'
import type { ConditionItem } from '../filters/conditions.ts'
import { zone } from '../filters/folders.svelte.ts'
import { session } from '../lib/session.svelte.ts'

/** What the list can be ordered by. */
export type SortKey = 'name' | 'email' | 'phone_number' | 'company' | 'last_activity_at' | 'created_at'

const PAUSE_MS = 180

/** The contacts of the open account. */
export class ContactBook {
  /** Everybody, or those who are here now. */
  who = $state<'all' | 'active' | 'segment'>('all')
  /** The segment that is shown, if one is. */
  segment = $state<number | undefined>(undefined)
  /** Only those who meet these. */
  conditions = $state.raw<readonly ConditionItem[]>([])
  query = $state('')
  sort = $state<SortKey>('name')
  backwards = $state(false)
  items = $state.raw<readonly Contact[]>([])
  count = $state(0)
  more = $state(false)
  loading = $state(false)
  /** Whether anything was loaded yet. */
  ready = $state(false)
  failed = $state(false)
  #page = 0
  #turn = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Loads from the beginning, keeping what is shown until the answer is here. */
  async load(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#read(1)
  }

  /** Loads what follows. */
  async next(): Promise<void> {
    if (this.more && !this.loading) await this.#read(this.#page + 1)
  }

  /** Looks for `text`, a moment after the last letter. */
  search(text: string): void {
    this.query = text
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.load(), PAUSE_MS)
  }

  /** Shows those who meet conditions. */
  filter(conditions: readonly ConditionItem[]): void {
    this.conditions = conditions
    void this.load()
  }

  /** What the list shows as conditions; undefined where they can't say it. */
  match(): ConditionItem[] | undefined {
    if (this.query.trim() || this.who === 'active') return undefined
    const all = { attribute_key: 'id', filter_operator: 'is_present', values: [], query_operator: null }
    return this.conditions.length ? [...this.conditions] : [all]
  }

  /** Orders by a column; the same again turns it round. Times begin with the newest. */
  order(by: SortKey): void {
    const times = by === 'last_activity_at' || by === 'created_at'
    this.backwards = this.sort === by ? !this.backwards : times
    this.sort = by
    void this.load()
  }

  /** Shows what the server stored of a contact. */
  put(contact: Contact): void {
    this.items = this.items.map((c) => (c.id === contact.id ? { ...c, ...contact } : c))
  }

  /** Takes a contact out that was deleted or merged. */
  drop(id: number): void {
    if (!this.items.some((c) => c.id === id)) return
    this.items = this.items.filter((c) => c.id !== id)
    this.count -= 1
  }

  async #read(page: number): Promise<void> {
    const turn = ++this.#turn
    this.loading = true
    this.failed = false
    const { api } = session
    const q = this.query.trim()
    const path = q ? 'contacts/search' : this.who === 'active' ? 'contacts/active' : 'contacts'
    const sort = `${this.backwards ? '-' : ''}${this.sort}`
    try {
      const filtered = !q && this.who !== 'active' && this.conditions.length > 0
      const answer = filtered
        ? await api.http.post<ContactPage>(api.path(`contacts/filter?page=${page}&sort=${encodeURIComponent(sort)}`), { payload: this.conditions, timezone_offset: zone() })
        : await api.http.get<ContactPage>(api.path(path), { page, ...(q ? { q } : { sort }) })
      if (turn !== this.#turn) return
      const known = new Set(page === 1 ? [] : this.items.map((c) => c.id))
      this.items = [...(page === 1 ? [] : this.items), ...answer.payload.filter((c) => !known.has(c.id))]
      this.count = answer.meta.count
      this.more = answer.meta.has_more && answer.payload.length > 0
      this.#page = page
      this.ready = true
    } catch {
      if (turn === this.#turn) this.failed = true
    } finally {
      if (turn === this.#turn) this.loading = false
    }
  }
}

let kept: { account: number; book: ContactBook } | undefined

/** The list of the open account, as it was left. */
export function contactBook(): ContactBook {
  const account = session.api.account
  if (kept?.account !== account) kept = { account, book: new ContactBook() }
  return kept.book
}
