//! Messages on their way out: shown at once, sent one after the other per conversation, kept until the server has them.
import { ApiError, type Message } from '@guiche/core'
import { session } from '../lib/session.svelte.ts'
import { forgetOutgoing, keepOutgoing, readOutgoing, type Outgoing } from './drafts.ts'

/** `waiting` has no connection yet; `failed` was refused and waits for a person. */
export type SendState = 'waiting' | 'sending' | 'failed'

/** A message that the server has not confirmed. */
export interface Pending extends Outgoing {
  state: SendState
  /** How much of its files is up, 0 to 1. */
  progress: number
  /** Why it failed, in words. */
  error?: string
}

/** Told what became of a message. */
export interface OutboxListener {
  sent: (number: number, message: Message) => void
  /** Somebody else took the conversation first. */
  lost: (pending: Pending, error: ApiError) => void
}

class Outbox {
  /** All that is on its way, oldest first. */
  all = $state.raw<readonly Pending[]>([])
  listener: OutboxListener | undefined
  readonly #busy = new Set<number>()
  readonly #cancel = new Map<string, AbortController>()
  #retry: ReturnType<typeof setTimeout> | undefined

  get #owner(): string {
    return `${session.account?.id ?? 0}/${session.me?.id ?? 0}`
  }

  /** Takes up what was left when the page was closed. */
  async restore(): Promise<void> {
    const kept = await readOutgoing(this.#owner)
    const known = new Set(this.all.map((m) => m.echo))
    this.all = [
      ...kept.filter((m) => !known.has(m.echo)).map((m) => ({ ...m, state: 'waiting' as const, progress: 0 })),
      ...this.all,
    ]
    this.flush()
  }

  of(conversation: number): Pending[] {
    return this.all.filter((m) => m.conversation === conversation)
  }

  add(message: Outgoing): void {
    this.all = [...this.all, { ...message, state: 'waiting', progress: 0 }]
    void keepOutgoing(this.#owner, message)
    this.#next(message.conversation)
  }

  retry(echo: string): void {
    const pending = this.all.find((m) => m.echo === echo)
    if (!pending) return
    this.#change(echo, { state: 'waiting', progress: 0 })
    this.#next(pending.conversation)
  }

  /** Takes a message back; its sending is cut off. */
  remove(echo: string): void {
    this.#cancel.get(echo)?.abort()
    this.#drop(echo)
  }

  /** The message arrived, told by the socket before the answer. */
  arrived(echo: string | null | undefined): void {
    if (echo && this.all.some((m) => m.echo === echo)) this.#drop(echo)
  }

  /** The connection is back. */
  flush(): void {
    clearTimeout(this.#retry)
    for (const number of new Set(this.all.map((m) => m.conversation))) this.#next(number)
  }

  #next(conversation: number): void {
    if (this.#busy.has(conversation)) return
    const first = this.of(conversation).find((m) => m.state !== 'failed')
    if (first) void this.#send(first)
  }

  async #send(pending: Pending): Promise<void> {
    const number = pending.conversation
    const abort = new AbortController()
    this.#busy.add(number)
    this.#cancel.set(pending.echo, abort)
    this.#change(pending.echo, { state: 'sending' })
    try {
      const message = {
        content: pending.content,
        private: pending.private,
        echo_id: pending.echo,
        ...(pending.quote && { content_attributes: { in_reply_to: pending.quote } }),
      }
      const sent = pending.files.length
        ? await session.api.sendFiles(
            number,
            message,
            pending.files,
            (progress) => this.#change(pending.echo, { progress }),
            abort.signal,
          )
        : await session.api.send(number, message)
      this.#drop(pending.echo)
      this.listener?.sent(number, { ...sent, echo_id: sent.echo_id ?? pending.echo })
    } catch (error) {
      this.#failed(pending, error)
    } finally {
      this.#busy.delete(number)
      this.#cancel.delete(pending.echo)
    }
    if (this.of(number).some((m) => m.state === 'waiting') && !this.#waitsForLine(number)) this.#next(number)
  }

  #waitsForLine(conversation: number): boolean {
    return this.of(conversation)[0]?.state === 'waiting' && this.#retry !== undefined
  }

  #failed(pending: Pending, error: unknown): void {
    if (!(error instanceof ApiError)) return this.#drop(pending.echo)
    if (error.status === 409) {
      this.#drop(pending.echo)
      this.listener?.lost(pending, error)
    } else if (error.temporary) {
      // The same `echo_id` goes again: the server stores it once, however often it arrives.
      this.#change(pending.echo, { state: 'waiting', progress: 0 })
      clearTimeout(this.#retry)
      this.#retry = setTimeout(
        () => {
          this.#retry = undefined
          this.flush()
        },
        (error.retryAfter ?? 4) * 1000,
      )
    } else this.#change(pending.echo, { state: 'failed', error: error.message })
  }

  #change(echo: string, changes: Partial<Pending>): void {
    this.all = this.all.map((m) => (m.echo === echo ? { ...m, ...changes } : m))
  }

  #drop(echo: string): void {
    this.all = this.all.filter((m) => m.echo !== echo)
    void forgetOutgoing(echo)
  }
}

/** The one outbox. */
export const outbox = new Outbox()
