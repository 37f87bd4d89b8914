//! Which conversations of the list are chosen to be acted upon together.

/** Items named one by one at most, as the server takes them. */
export const CHOSEN_MAX = 1000

/** Whether anything was ever chosen: then the progress of bulk actions has a place. */
export const bulk = $state({ used: false })

/** What is chosen in a list. */
export class Selection {
  ids = $state.raw<ReadonlySet<number>>(new Set())
  /** All that the list holds, also what is not loaded. */
  all = $state(false)
  #anchor: number | undefined

  get active(): boolean {
    return this.ids.size > 0
  }

  has(id: number): boolean {
    return this.all || this.ids.has(id)
  }

  /** Chooses one or lets it go; with `through` everything from the one before to this one. */
  toggle(id: number, order: readonly number[], through = false): void {
    bulk.used = true
    const [from, to] = [order.indexOf(this.#anchor ?? -1), order.indexOf(id)]
    const next = new Set(this.all ? order : this.ids)
    this.all = false
    if (through && from >= 0 && to >= 0) for (const one of order.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one)
    else if (next.has(id)) next.delete(id)
    else next.add(id)
    this.#anchor = id
    this.ids = new Set([...next].slice(0, CHOSEN_MAX))
  }

  /** Chooses what is loaded. */
  take(order: readonly number[]): void {
    bulk.used = true
    this.all = false
    this.ids = new Set(order.slice(0, CHOSEN_MAX))
  }

  clear(): void {
    this.all = false
    this.#anchor = undefined
    if (this.ids.size) this.ids = new Set()
  }
}

/** What is chosen in the list of conversations. */
export const chosen = new Selection()
