//! What a thread offers to each of its messages.
import type { Capabilities, Message } from '@guiche/core'

/** Handed down to the bubbles of an open thread; a thread that is only read has none. */
export interface ThreadTools {
  capabilities: Capabilities
  /** A message that another one quotes, if it is known. */
  find: (id: number) => Message | undefined
  /** Asks for a quoted message that is far away. */
  fetch: (id: number) => void
  quote: (message: Message) => void
  /** Brings a message into sight. */
  jump: (id: number) => void
}
