//! Tells the other side that someone types: at the first key, again while it goes on, and when it stops.
import { session } from '../../lib/session.svelte.ts'

const AGAIN_MS = 15_000
const IDLE_MS = 5000

export class TypingSignal {
  readonly #number: () => number
  readonly #private: () => boolean
  #since = 0
  #sentTo: number | undefined
  #idle: ReturnType<typeof setTimeout> | undefined

  constructor(number: () => number, isPrivate: () => boolean) {
    this.#number = number
    this.#private = isPrivate
  }

  /** A key was pressed; `any` is whether there is text now. */
  pressed(any: boolean): void {
    if (!any) return this.stop()
    clearTimeout(this.#idle)
    this.#idle = setTimeout(() => this.stop(), IDLE_MS)
    if (this.#sentTo === this.#number() && Date.now() - this.#since < AGAIN_MS) return
    this.#since = Date.now()
    this.#sentTo = this.#number()
    this.#tell(this.#sentTo, true)
  }

  /** Ends without telling: the conversation is somebody else's now. */
  forget(): void {
    clearTimeout(this.#idle)
    this.#sentTo = undefined
  }

  stop(): void {
    clearTimeout(this.#idle)
    if (this.#sentTo === undefined) return
    this.#tell(this.#sentTo, false)
    this.#sentTo = undefined
  }

  #tell(number: number, on: boolean): void {
    void session.api.typing(number, on, this.#private()).catch(() => undefined)
  }
}
