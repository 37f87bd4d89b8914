//! What is being done to a message right now: one menu, one dialog, one edit for the whole thread.
import type { Message } from '@guiche/core'

/** Where a floating part hangs: an element or a point. */
export type Anchor = HTMLElement | { getBoundingClientRect: () => DOMRect }

const FLASH_MS = 2200

class Acting {
  /** The message under the pointer or with the focus: it shows its tools. */
  active = $state<number>()
  /** The one that Tab reaches; arrow keys move it. */
  reached = $state<number>()
  /** Just jumped to. */
  flash = $state<number>()
  menu = $state.raw<{ message: Message; anchor: Anchor }>()
  emoji = $state.raw<{ message: Message; anchor: Anchor }>()
  history = $state.raw<{ message: Message; anchor: Anchor }>()
  /** On a phone the menu comes from below. */
  sheet = $state.raw<Message>()
  editing = $state<number>()
  deleting = $state.raw<Message>()
  forwarding = $state.raw<Message>()
  /** A feature's dialog. */
  feature = $state.raw<{ name: string; message: Message }>()
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Shows where one has landed. */
  land(id: number): void {
    clearTimeout(this.#timer)
    this.flash = id
    this.#timer = setTimeout(() => (this.flash = undefined), FLASH_MS)
  }

  /** Another conversation: nothing is being done any more. */
  reset(): void {
    this.active = this.reached = this.flash = this.editing = undefined
    this.menu = this.emoji = this.history = this.sheet = this.deleting = this.forwarding = this.feature = undefined
  }
}

/** The one set. */
export const acting = new Acting()

/** The element of a message. */
export function messageElement(id: number): HTMLElement | null {
  return document.getElementById(`message-${id}`)
}

/** Gives the focus to a message. */
export function focusMessage(id: number): void {
  acting.reached = id
  messageElement(id)?.focus({ preventScroll: false })
}

/** A point of the page as an anchor. */
export function pointAnchor(x: number, y: number): Anchor {
  return { getBoundingClientRect: () => new DOMRect(x, y, 0, 0) }
}
