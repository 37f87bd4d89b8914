//! The sidebar's counts: asked again a moment after anything changed, never more than once in two seconds.
import type { Counters } from '@guiche/core'
import { session } from '../lib/session.svelte.ts'

const PAUSE_MS = 400
const LEAST_MS = 2000

class CounterStore {
  now = $state.raw<Counters | undefined>(undefined)
  /** Told when the counts are new. */
  onload: (() => void) | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #last = 0

  async load(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#last = Date.now()
    this.now = await session.api.counters().catch(() => this.now)
    this.onload?.()
  }

  /** Something changed. */
  touch(): void {
    if (this.#timer) return
    const wait = Math.max(PAUSE_MS, this.#last + LEAST_MS - Date.now())
    this.#timer = setTimeout(() => void this.load(), wait)
  }

  /** The count of a feature's item or of an inbox or team. */
  of(group: string, id: string | number): number {
    const counts = this.now?.[group]
    return typeof counts === 'object' ? (counts[String(id)] ?? 0) : 0
  }
}

/** The one set of counts. */
export const counters = new CounterStore()
