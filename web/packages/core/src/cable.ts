//! ActionCable client: one subscription, back-off, order by sequence, catching up after a gap.
import type { EventsPage, LiveEvent } from './types.ts'

/** How the connection stands. `retryAt` is when the next try starts (milliseconds). */
export interface LinkState {
  online: boolean
  retryAt: number | undefined
}

/** What the client needs from outside. */
export interface CableOptions {
  /** Address of `/cable`, `ws:` or `wss:`. */
  url: () => string
  /** The subscription's identifier, sent and compared byte for byte. */
  identifier: () => string
  /** Events after a sequence, for catching up. Leave out where there is no sequence. */
  missed?: (after: number) => Promise<EventsPage>
  /** An event, in order and once. */
  onEvent: (event: LiveEvent) => void
  /** What was missed can't be told piece by piece: load everything again. */
  onResync: () => void
  /** Connection came or went. */
  onState: (state: LinkState) => void
  /** The subscription was refused: the token is no longer good. */
  onRejected?: () => void
  /** Milliseconds between presence messages. */
  presenceEvery?: number
  /** For tests. */
  socket?: (url: string, protocols: string[]) => WebSocket
  random?: () => number
}

const PROTOCOLS = ['actioncable-v1-json', 'actioncable-unsupported']
/** The server pings every 3 s; silence beyond this is a dead line. */
const SILENCE_MS = 10_000
const LONGEST_WAIT_MS = 15_000

interface Frame {
  type?: string
  identifier?: string
  message?: LiveEvent | number
}

/** Keeps one subscription alive. */
export class Cable {
  readonly #options: CableOptions
  #socket: WebSocket | undefined
  #seq: number | undefined
  #held: LiveEvent[] | undefined
  #tries = 0
  #stopped = true
  #online = false
  #retry: ReturnType<typeof setTimeout> | undefined
  #silence: ReturnType<typeof setTimeout> | undefined
  #presence: ReturnType<typeof setInterval> | undefined

  constructor(options: CableOptions) {
    this.#options = options
  }

  /** The last sequence that was handed on. */
  get seq(): number | undefined {
    return this.#seq
  }

  /** Starts, or starts again at once. */
  start(): void {
    this.#stopped = false
    clearTimeout(this.#retry)
    if (this.#socket) return
    this.#open()
  }

  /** Tries now instead of waiting for the next try; also probes a line that may have died asleep. */
  nudge(): void {
    if (this.#stopped) return
    if (!this.#socket) this.start()
  }

  /** Closes for good. */
  stop(): void {
    this.#stopped = true
    clearTimeout(this.#retry)
    this.#drop()
    this.#setOnline(false)
  }

  /** Sends an action of the subscription, such as `update_presence`. */
  perform(action: string, data: Record<string, unknown> = {}): void {
    if (!this.#online || this.#socket?.readyState !== 1) return
    this.#socket.send(
      JSON.stringify({
        command: 'message',
        identifier: this.#options.identifier(),
        data: JSON.stringify({ action, ...data }),
      }),
    )
  }

  #open(): void {
    const make = this.#options.socket ?? ((url: string, protocols: string[]) => new WebSocket(url, protocols))
    const socket = make(this.#options.url(), PROTOCOLS)
    this.#socket = socket
    this.#listenForSilence()
    socket.onmessage = (e) => {
      if (socket !== this.#socket) return
      this.#listenForSilence()
      this.#frame(JSON.parse(String(e.data)) as Frame)
    }
    socket.onclose = () => {
      if (socket === this.#socket) this.#lost()
    }
  }

  #frame(frame: Frame): void {
    switch (frame.type) {
      case 'welcome':
        this.#socket?.send(JSON.stringify({ command: 'subscribe', identifier: this.#options.identifier() }))
        return
      case 'confirm_subscription':
        this.#confirmed()
        return
      case 'reject_subscription':
        this.stop()
        this.#options.onRejected?.()
        return
      case 'disconnect':
        this.#socket?.close()
        return
      case 'ping':
        return
      default:
        if (typeof frame.message === 'object') this.#receive(frame.message)
    }
  }

  #confirmed(): void {
    this.#tries = 0
    this.#setOnline(true)
    this.perform('update_presence')
    clearInterval(this.#presence)
    this.#presence = setInterval(() => this.perform('update_presence'), this.#options.presenceEvery ?? 20_000)
    if (this.#seq !== undefined && this.#options.missed) void this.#catchUp()
  }

  #receive(event: LiveEvent): void {
    if (event.event === 'guiche.ready') {
      const head = Number(event.data['seq'] ?? 0)
      this.#seq ??= head
      return
    }
    if (event.seq === undefined) this.#options.onEvent(event)
    else if (this.#held) this.#held.push(event)
    else this.#pass(event)
  }

  #pass(event: LiveEvent): void {
    if (event.seq !== undefined) {
      if (this.#seq !== undefined && event.seq <= this.#seq) return
      this.#seq = event.seq
    }
    this.#options.onEvent(event)
  }

  /** Hands on what happened while away; what arrives meanwhile waits, so that the order holds. */
  async #catchUp(): Promise<void> {
    const missed = this.#options.missed
    if (!missed || this.#held) return
    const socket = this.#socket
    this.#held = []
    try {
      for (;;) {
        const page = await missed(this.#seq ?? 0)
        if (page.resync) {
          this.#seq = page.seq
          this.#options.onResync()
          break
        }
        for (const event of page.events) this.#pass(event)
        if (page.events.length === 0) {
          this.#seq = Math.max(this.#seq ?? 0, page.seq)
          break
        }
        if ((this.#seq ?? 0) >= page.seq) break
      }
    } catch {
      this.#held = undefined
      if (socket === this.#socket) this.#lost()
      return
    }
    const held = this.#held ?? []
    this.#held = undefined
    for (const event of held) this.#pass(event)
  }

  #listenForSilence(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#lost(), SILENCE_MS)
  }

  #lost(): void {
    this.#drop()
    if (this.#stopped) return
    const wait =
      Math.min(LONGEST_WAIT_MS, 500 * 2 ** this.#tries) * (0.75 + (this.#options.random ?? Math.random)() / 2)
    this.#tries = Math.min(this.#tries + 1, 10)
    this.#online = false
    this.#options.onState({ online: false, retryAt: Date.now() + wait })
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => this.#open(), wait)
  }

  #drop(): void {
    clearTimeout(this.#silence)
    clearInterval(this.#presence)
    this.#held = undefined
    const socket = this.#socket
    this.#socket = undefined
    if (socket) {
      socket.onmessage = null
      socket.onclose = null
      socket.close()
    }
  }

  #setOnline(online: boolean): void {
    if (this.#online === online) return
    this.#online = online
    this.#options.onState({ online, retryAt: undefined })
  }
}
