//! Reading a conversation without opening it: nothing is marked as read, nobody is told.

class Peek {
  /** The conversation being peeked at. */
  number = $state<number | undefined>(undefined)
  /** Moves when rows have moved, so that the panel's notch follows its row. */
  turn = $state(0)

  /** Starts, or ends when it is this one already. */
  toggle(number: number | undefined): void {
    this.number = this.number === number ? undefined : number
  }

  close(): void {
    this.number = undefined
  }
}

/** The one peek. */
export const peek = new Peek()
