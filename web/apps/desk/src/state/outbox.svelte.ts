//! Messages on their way out: shown at once, sent one after the other per conversation, kept until the server has them.
//! A reply may wait some seconds first, so that it can be taken back.
import { ApiError, type Message, type NewMessage, type Upload } from '@guiche/core'
import { session } from '../lib/session.svelte.ts'
import { errorText } from '../lib/toasts.ts'
import { forgetOutgoing, keepOutgoing, outFile, readOutgoing, type Outgoing } from './local.ts'
import { uploadJob } from './uploads.ts'

/** `held` can be undone, `waiting` has no connection yet, `failed` was refused and waits for a person. */
export type SendState = 'held' | 'waiting' | 'sending' | 'failed'

/** A message that the server has not confirmed. */
export interface Pending extends Outgoing {
  state: SendState
  /** How much of each file is up, 0 to 1. */
  progress: readonly number[]
  /** Why it failed, in words. */
  error?: string
  /** When a held one goes, milliseconds. */
  until?: number
}

/** Told what became of a message. */
export interface OutboxListener {
  sent: (number: number, message: Message) => void
  /** Somebody else took the conversation first. */
  lost: (pending: Pending, error: ApiError) => void
}

const AGAIN_S = 4

export class Outbox {
  /** All that is on its way, oldest first. */
  all = $state.raw<readonly Pending[]>([])
  listener: OutboxListener | undefined
  readonly #busy = new Set<number>()
  readonly #cancel = new Map<string, AbortController>()
  readonly #held = new Map<string, ReturnType<typeof setTimeout>>()
  #retry: ReturnType<typeof setTimeout> | undefined

  constructor() {
    // Whoever leaves the page has changed their mind about nothing.
    document.addEventListener('visibilitychange', () => document.hidden && this.#releaseAll())
    addEventListener('pagehide', () => this.#parting())
  }

  get #owner(): string {
    return `${session.account?.id ?? 0}/${session.me?.id ?? 0}`
  }

  /** Takes up what was left when the page was closed. */
  async restore(): Promise<void> {
    const kept = await readOutgoing(this.#owner)
    const known = new Set(this.all.map((m) => m.echo))
    this.all = [
      ...kept
        .filter((m) => !known.has(m.echo))
        // An older page kept bare files.
        .map((m) => ({ ...m, files: m.files.map((f) => (f instanceof File ? outFile(f) : f)) }))
        .map((m) => ({ ...m, state: 'waiting' as const, progress: m.files.map(() => 0) })),
      ...this.all,
    ]
    this.flush()
  }

  of(conversation: number): Pending[] {
    return this.all.filter((m) => m.conversation === conversation)
  }

  /** Takes a message; with `holdMs` it can be undone that long. */
  add(message: Outgoing, holdMs = 0): void {
    // What was written before goes before.
    for (const m of this.of(message.conversation)) if (m.state === 'held') this.release(m.echo)
    const progress = message.files.map(() => 0)
    const pending: Pending =
      holdMs > 0
        ? { ...message, state: 'held', progress, until: Date.now() + holdMs }
        : { ...message, state: 'waiting', progress }
    this.all = [...this.all, pending]
    void keepOutgoing(this.#owner, message)
    if (holdMs > 0)
      this.#held.set(
        message.echo,
        setTimeout(() => this.release(message.echo), holdMs),
      )
    else this.#next(message.conversation)
  }

  /** Lets a held message go now. */
  release(echo: string): void {
    const pending = this.all.find((m) => m.echo === echo)
    clearTimeout(this.#held.get(echo))
    this.#held.delete(echo)
    if (pending?.state !== 'held') return
    this.#change(echo, { state: 'waiting' })
    this.#next(pending.conversation)
  }

  retry(echo: string): void {
    const pending = this.all.find((m) => m.echo === echo)
    if (!pending) return
    this.#change(echo, { state: 'waiting', progress: pending.files.map((f) => (f.upload ? 1 : 0)) })
    this.#next(pending.conversation)
  }

  /** Takes a message back; its sending is cut off. */
  remove(echo: string): void {
    this.#cancel.get(echo)?.abort()
    clearTimeout(this.#held.get(echo))
    this.#held.delete(echo)
    this.#drop(echo)
  }

  /** The message arrived, told by the socket before the answer. */
  arrived(echo: string | null | undefined): void {
    if (echo && this.all.some((m) => m.echo === echo)) this.#drop(echo)
  }

  /** The connection is back. */
  flush(): void {
    clearTimeout(this.#retry)
    this.#retry = undefined
    for (const number of new Set(this.all.map((m) => m.conversation))) this.#next(number)
  }

  #next(conversation: number): void {
    if (this.#busy.has(conversation)) return
    const first = this.of(conversation).find((m) => m.state !== 'failed')
    if (first && first.state !== 'held') void this.#send(first)
  }

  async #send(pending: Pending): Promise<void> {
    const number = pending.conversation
    const abort = new AbortController()
    this.#busy.add(number)
    this.#cancel.set(pending.echo, abort)
    this.#change(pending.echo, { state: 'sending' })
    try {
      const uploads = await this.#upload(pending, abort.signal)
      // Taken back while its files went up.
      if (abort.signal.aborted) return
      const sent = await session.api.send(number, messageOf(pending, uploads))
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

  /** Files that are not on the server yet, one after the other; what is up stays up over a new try. */
  async #upload(pending: Pending, signal: AbortSignal): Promise<Upload[]> {
    const uploads: Upload[] = []
    for (const [at, part] of pending.files.entries()) {
      if (!part.upload && part.file) {
        const job = uploadJob(pending.conversation, part.file, part.voice)
        const stop = (): void => job.abort()
        signal.addEventListener('abort', stop)
        job.listen((done) => this.#progress(pending.echo, at, done))
        const upload = await job.promise
        signal.removeEventListener('abort', stop)
        const files = this.#now(pending).files.map((f, i) => (i === at ? { ...f, upload } : f))
        this.#change(pending.echo, { files })
        void keepOutgoing(this.#owner, plain({ ...this.#now(pending), files }))
        uploads.push(upload)
      } else if (part.upload) uploads.push(part.upload)
    }
    return uploads
  }

  #now(pending: Pending): Pending {
    return this.all.find((m) => m.echo === pending.echo) ?? pending
  }

  #progress(echo: string, at: number, done: number): void {
    const pending = this.all.find((m) => m.echo === echo)
    if (pending) this.#change(echo, { progress: pending.progress.map((p, i) => (i === at ? done : p)) })
  }

  #waitsForLine(conversation: number): boolean {
    return this.of(conversation)[0]?.state === 'waiting' && this.#retry !== undefined
  }

  #failed(pending: Pending, error: unknown): void {
    // Taken back, it is not here any more; whatever else went wrong here loses no words.
    if (!(error instanceof ApiError)) return this.#change(pending.echo, { state: 'failed', error: errorText(error) })
    if (error.status === 409) {
      this.#drop(pending.echo)
      this.listener?.lost(pending, error)
    } else if (error.temporary) {
      // The same `echo_id` goes again: the server stores it once, however often it arrives.
      this.#change(pending.echo, { state: 'waiting' })
      clearTimeout(this.#retry)
      this.#retry = setTimeout(
        () => {
          this.#retry = undefined
          this.flush()
        },
        (error.retryAfter ?? AGAIN_S) * 1000,
      )
    } else {
      // An upload may have grown too old: files that are still here go up again with the next try.
      const files = this.#now(pending).files.map(({ upload, ...rest }) =>
        upload && !rest.file ? { ...rest, upload } : rest,
      )
      // The words of a field stand without the field's name in front.
      const [field] = Object.values(error.fields)
      this.#change(pending.echo, { state: 'failed', error: field ?? error.message, files })
    }
  }

  #releaseAll(): void {
    for (const m of this.all) if (m.state === 'held') this.release(m.echo)
  }

  /** The page goes: what is held is handed to the browser, which sends it without us. It is kept here too, and stored once. */
  #parting(): void {
    for (const m of this.all) {
      if ((m.state !== 'held' && m.state !== 'waiting') || m.files.some((f) => !f.upload)) continue
      const body = messageOf(
        m,
        m.files.flatMap((f) => (f.upload ? [f.upload] : [])),
      )
      const url = session.api.path(`conversations/${m.conversation}/messages`)
      void fetch(url, {
        method: 'POST',
        keepalive: true,
        credentials: 'same-origin',
        headers: { 'Content-Type': 'application/json', ...session.http.headers },
        body: JSON.stringify(body),
      }).catch(() => undefined)
    }
  }

  #change(echo: string, changes: Partial<Pending>): void {
    this.all = this.all.map((m) => (m.echo === echo ? { ...m, ...changes } : m))
  }

  #drop(echo: string): void {
    this.all = this.all.filter((m) => m.echo !== echo)
    void forgetOutgoing(echo)
  }
}

/** What is kept in the browser: no state of the sending. */
function plain(m: Pending): Outgoing {
  const { echo, conversation, content, files, createdAt } = m
  return {
    echo,
    conversation,
    content,
    private: m.private,
    files,
    createdAt,
    ...(m.quote && { quote: m.quote }),
    ...(m.sticker && { sticker: true }),
    ...(m.signature && { signature: true }),
  }
}

function messageOf(m: Pending, uploads: readonly Upload[]): NewMessage {
  return {
    content: m.content,
    private: m.private,
    echo_id: m.echo,
    ...(m.quote && { content_attributes: { in_reply_to: m.quote } }),
    ...(uploads.length && { attachments: uploads.map((u) => u.signed_id) }),
    ...(m.sticker && { content_type: 'sticker' as const }),
    ...(m.signature && !m.private && { signature: true }),
  }
}

/** The one outbox. */
export const outbox = new Outbox()
