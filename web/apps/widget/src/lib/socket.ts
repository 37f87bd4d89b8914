/** The visitor's socket (ActionCable): one subscription, kept alive, with waits of 2, 4, 8, 16, 30 s. */

const WAITS = [2, 4, 8, 16, 30]
/** The server pings every 3 s; a line silent for longer than this is dead. */
const SILENCE = 10_000
const PRESENCE = 60_000

export interface Hooks {
  /** An event for the visitor. */
  event(name: string, data: any): void
  /** The subscription stands: what was missed can be fetched. */
  up(): void
  /** The line is gone; the next try is at this time (milliseconds). */
  down(next: number): void
}

export class Socket {
  #socket: WebSocket | undefined
  #tries = 0
  #timer = 0
  #silence = 0
  #presence = 0
  #identifier = ''

  constructor(private readonly hooks: Hooks) {}

  /** Opens the line of this token; another token's line is left. */
  open(token: string): void {
    const identifier = JSON.stringify({ channel: 'RoomChannel', pubsub_token: token })
    if (identifier === this.#identifier && (this.#socket || this.#timer)) return
    this.close()
    this.#identifier = identifier
    this.#connect()
  }

  /** Tries at once instead of waiting. */
  now(): void {
    if (this.#identifier && !this.#socket) {
      clearTimeout(this.#timer)
      this.#connect()
    }
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#timer = 0
    this.#identifier = ''
    this.#drop()
  }

  #connect(): void {
    this.#timer = 0
    const url = new URL('/cable', location.href)
    url.protocol = url.protocol.replace('http', 'ws')
    const socket = new WebSocket(url, ['actioncable-v1-json', 'actioncable-unsupported'])
    this.#socket = socket
    this.#listen()
    socket.onmessage = ({ data }) => {
      if (socket !== this.#socket) return
      this.#listen()
      this.#hear(JSON.parse(data))
    }
    socket.onclose = () => socket === this.#socket && this.#lost()
  }

  #hear(frame: { type?: string; message?: { event: string; data: unknown } }): void {
    const say = (command: string, more?: object) =>
      this.#socket?.send(JSON.stringify({ command, identifier: this.#identifier, ...more }))
    if (frame.type === 'welcome') say('subscribe')
    else if (frame.type === 'confirm_subscription') {
      this.#tries = 0
      clearInterval(this.#presence)
      this.#presence = setInterval(() => say('message', { data: '{"action":"update_presence"}' }), PRESENCE) as never
      this.hooks.up()
    } else if (!frame.type && frame.message) this.hooks.event(frame.message.event, frame.message.data)
  }

  #listen(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#lost(), SILENCE) as never
  }

  #lost(): void {
    this.#drop()
    const wait = WAITS[Math.min(this.#tries++, WAITS.length - 1)]! * 1000
    this.#timer = setTimeout(() => this.#connect(), wait) as never
    this.hooks.down(Date.now() + wait)
  }

  #drop(): void {
    clearTimeout(this.#silence)
    clearInterval(this.#presence)
    const socket = this.#socket
    this.#socket = undefined
    socket?.close()
  }
}
