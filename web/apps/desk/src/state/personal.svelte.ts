//! What conversations are to the signed-in person alone: muted, or named in. Others see no difference, so it is no part
//! of the conversation.
import { session } from '../lib/session.svelte.ts'

class Personal {
  /** Numbers of those that are muted for me. */
  muted = $state.raw<ReadonlySet<number>>(new Set())
  /** Numbers of those in which I, or a team of mine, was named, as far as they are known. */
  mentioned = $state.raw<ReadonlySet<number>>(new Set())

  async load(): Promise<void> {
    const answer = await session.api.http
      .get<{ payload: number[] }>(session.api.path('my_mutes'))
      .catch(() => undefined)
    if (answer) this.muted = new Set(answer.payload)
  }

  /** Notes that one is muted, or heard again. */
  setMuted(number: number, on: boolean): void {
    const next = new Set(this.muted)
    if (on) next.add(number)
    else next.delete(number)
    this.muted = next
  }

  /** Notes that I was named in these. */
  addMentioned(numbers: readonly number[]): void {
    if (numbers.some((n) => !this.mentioned.has(n))) this.mentioned = new Set([...this.mentioned, ...numbers])
  }

  /** Another account, or another person. */
  clear(): void {
    this.muted = new Set()
    this.mentioned = new Set()
  }
}

/** The one set. */
export const personal = new Personal()
