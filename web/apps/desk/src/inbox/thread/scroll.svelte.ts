//! Where the eye is in a thread: at the end while one is there, in its place while older and newer messages come and go.
import { tick } from 'svelte'
import type { Thread } from '../../state/thread.svelte.ts'
import { acting, messageElement } from './acting.svelte.ts'

/** Pixels from an edge at which more is asked for. */
const AHEAD = 1400
const END = 48

/** Whether movement is to be spared. */
export function stillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}

export class Scroll {
  box = $state<HTMLElement>()
  inner = $state<HTMLElement>()
  /** The newest message is in sight. */
  atEnd = $state(true)
  /** Messages that came while one was further up. */
  below = $state(0)
  /** The unread line lies above. */
  unreadAbove = $state(false)
  readonly #thread: () => Thread
  #jumping = false
  #top = 0

  constructor(thread: () => Thread) {
    this.#thread = thread
  }

  /** Another thread: at its end. */
  reset(): void {
    this.atEnd = true
    this.below = 0
    this.unreadAbove = false
    this.#jumping = false
  }

  /** Keeps the end in sight while a picture grows or the composer does. */
  follow(): (() => void) | undefined {
    const { box, inner } = this
    if (!box || !inner) return undefined
    const observer = new ResizeObserver(() => {
      if (this.atEnd) box.scrollTop = box.scrollHeight
      this.look()
    })
    observer.observe(inner)
    observer.observe(box)
    return () => observer.disconnect()
  }

  /** After scrolling: where one is now, and whether more is needed. */
  scrolled(): void {
    const { box } = this
    if (!box) return
    const toEnd = box.scrollHeight - box.scrollTop - box.clientHeight
    // What grows below while one is at the end has not been scrolled away from: the end is followed.
    const up = box.scrollTop < this.#top - 1
    this.#top = box.scrollTop
    this.atEnd = this.#thread().atNewest && (toEnd < END || (this.atEnd && !up))
    if (this.atEnd) this.below = 0
    this.look()
    if (this.#jumping) return
    if (box.scrollTop < AHEAD) void this.more('older')
    else if (toEnd < AHEAD && !this.#thread().atNewest) void this.more('newer')
  }

  /** Whether the unread line is out of sight above. */
  look(): void {
    const thread = this.#thread()
    if (thread.unreadFrom === undefined || !this.box) {
      this.unreadAbove = false
      return
    }
    const line = this.inner?.querySelector('[data-unread]')
    const first = thread.messages[0]
    this.unreadAbove = line
      ? line.getBoundingClientRect().top < this.box.getBoundingClientRect().top
      : first !== undefined && thread.unreadFrom < first.id
  }

  /** Loads a page on one side; what is in sight stays where it is. */
  async more(side: 'older' | 'newer'): Promise<void> {
    const thread = this.#thread()
    if (thread.loading || thread.loadingOlder || thread.loadingNewer) return
    if (side === 'older' ? thread.complete : thread.atNewest) return
    const before = thread.messages
    await (side === 'older' ? thread.older() : thread.newer())
    if (thread.messages === before || !this.box) return
    await this.#inPlace()
    if (!this.#jumping) this.scrolled()
  }

  /** Lets the change be drawn and puts what was in sight back where it was. The browser's own anchoring may have done so already. */
  async #inPlace(): Promise<void> {
    const { box } = this
    if (!box) return
    const anchor = this.#anchor()
    await tick()
    if (anchor?.element.isConnected) box.scrollTop += anchor.element.getBoundingClientRect().top - anchor.top
  }

  #anchor(): { element: Element; top: number } | undefined {
    if (!this.box || !this.inner) return undefined
    const edge = this.box.getBoundingClientRect().top
    for (const element of this.inner.querySelectorAll('[data-message]')) {
      const rect = element.getBoundingClientRect()
      if (rect.bottom > edge) return { element, top: rect.top }
    }
    return undefined
  }

  /** Brings a message into sight, loading its surroundings when they are far. */
  async jump(id: number): Promise<boolean> {
    const thread = this.#thread()
    const near = thread.messages.some((m) => m.id === id)
    this.#jumping = true
    this.atEnd = false
    try {
      if (!(await thread.around(id))) return false
      await tick()
      const element = messageElement(id)
      element?.scrollIntoView({ block: 'center', behavior: near && !stillness() ? 'smooth' : 'auto' })
      acting.land(id)
      acting.reached = id
      return element !== null
    } finally {
      this.#jumping = false
      this.scrolled()
    }
  }

  /** Brings the first message of a moment into sight. */
  async jumpToTime(seconds: number): Promise<void> {
    this.#jumping = true
    const found = await this.#thread().at(seconds)
    this.#jumping = false
    if (found) await this.jump(found.id)
  }

  async toEnd(): Promise<void> {
    await this.#thread().toNewest()
    await tick()
    if (this.box) this.box.scrollTop = this.box.scrollHeight
    this.atEnd = true
    this.below = 0
  }
}
