//! A part of a page that is asked for anew: what was shown stays until the next is here; only the last question counts.

/** What was answered, or what went wrong. */
export class Part<T> {
  value = $state.raw<T>()
  error = $state.raw<unknown>()
  busy = $state(false)
  #turn = 0

  async ask(question: () => Promise<T>): Promise<void> {
    const mine = ++this.#turn
    this.busy = true
    try {
      const answer = await question()
      if (mine !== this.#turn) return
      this.value = answer
      this.error = undefined
    } catch (error) {
      if (mine === this.#turn) this.error = error
    } finally {
      if (mine === this.#turn) this.busy = false
    }
  }
}
