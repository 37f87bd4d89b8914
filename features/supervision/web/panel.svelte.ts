//! The live panel, kept right: asked again a moment after the socket tells of a change, and every half minute.
import { ApiError, type Conversation, type DeskContext } from '@guiche/core'

/** A queue: a team's, or of what was given to no team. */
export interface Queue {
  team_id: number | null
  waiting: number
  in_service: number
  oldest_since: number | null
  available: number
  people: number
}

/** Someone of the team. */
export interface Person {
  id: number
  name: string
  state: 'online' | 'busy' | 'offline'
  reason: string | null
  planned_minutes: number | null
  since: number | null
  team_ids: number[]
  load: number
  resolved: number
}

/** Everything on the panel. */
export interface Panel {
  now: number
  waiting: number
  in_service: number
  oldest_since: number | null
  first_reply_secs: number | null
  first_replies: number
  resolved: number
  available: number
  queues: Queue[]
  people: Person[]
  at_risk: Conversation[]
  entered: number[]
  started: number
}

const PAUSE_MS = 1000
const LONGEST_MS = 30_000
const TELLS = /^(conversation\.|assignee\.|team\.|member\.|message\.created)/

/** The panel of a part of the account. */
export class Live {
  now = $state.raw<Panel | undefined>(undefined)
  error = $state.raw<ApiError | undefined>(undefined)
  /** When it was last told, by this machine's clock (milliseconds). */
  told = $state(0)
  team = $state<string>('')
  inbox = $state<string>('')
  readonly #desk: DeskContext
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(desk: DeskContext) {
    this.#desk = desk
  }

  /** Begins; goes on until the returned function is called. */
  start(): () => void {
    const off = this.#desk.listen(({ event }) => TELLS.test(event) && this.#soon(PAUSE_MS))
    void this.load()
    return () => {
      off()
      clearTimeout(this.#timer)
    }
  }

  async load(): Promise<void> {
    const { api } = this.#desk
    try {
      this.now = await api.http.get<Panel>(api.path('live_panel'), {
        ...(this.team && { team_id: Number(this.team) }),
        ...(this.inbox && { inbox_id: Number(this.inbox) }),
      })
      this.told = Date.now()
      this.error = undefined
    } catch (error) {
      if (error instanceof ApiError) this.error = error
    }
    this.#soon(LONGEST_MS)
  }

  #due = 0
  #soon(ms: number): void {
    const due = Date.now() + ms
    if (this.#timer && this.#due <= due && this.#due > Date.now()) return
    clearTimeout(this.#timer)
    this.#due = due
    this.#timer = setTimeout(() => void this.load(), ms)
  }
}
