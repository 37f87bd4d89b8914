//! Which colleagues have which conversation on screen.
import { session } from '../lib/session.svelte.ts'

class Viewing {
  /** People's ids by the conversation's number. Never oneself. */
  now = $state.raw<ReadonlyMap<number, readonly number[]>>(new Map())

  /** Who looks at one conversation now. */
  set(number: number, users: unknown): void {
    const next = new Map(this.now)
    const others = someoneElse(users)
    if (others.length) next.set(number, others)
    else if (!next.delete(number)) return
    this.now = next
  }

  /** Who looks at what, all of it: `{number: [ids]}`. */
  setAll(all: unknown): void {
    const next = new Map<number, readonly number[]>()
    for (const [number, users] of Object.entries((all ?? {}) as Record<string, unknown>)) {
      const others = someoneElse(users)
      if (others.length) next.set(Number(number), others)
    }
    const same = next.size === this.now.size && [...next].every(([n, u]) => String(this.now.get(n)) === String(u))
    if (!same) this.now = next
  }
}

function someoneElse(users: unknown): number[] {
  return Array.isArray(users) ? users.map(Number).filter((id) => id !== session.me?.id) : []
}

/** The one view of who looks where. */
export const viewing = new Viewing()
