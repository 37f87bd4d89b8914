//! Bulk actions under way: asked for, followed by events, undone.
import type { LiveEvent } from '@guiche/core'
import { zone } from '../filters/folders.svelte.ts'
import type { ConditionItem } from '../filters/conditions.ts'
import { t, words } from '../lib/i18n.ts'
import { session } from '../lib/session.svelte.ts'
import { toast, toastError } from '../lib/toasts.ts'
import { counters } from '../state/counters.svelte.ts'
import { hub } from '../state/hub.svelte.ts'

/** A bulk action as the server tells it. */
export interface Run {
  id: number
  state: 'running' | 'done' | 'undoing' | 'undone'
  total: number
  waiting: number
  done: number
  failed: number
  undone: number
  not_undone: number
  failures: { id: number; message: string }[]
}

/** What is to be done. */
export interface Deed {
  fields?: Record<string, unknown>
  labels?: { add?: string[]; remove?: string[] }
  read?: boolean
  snoozed_until?: number | null
  action_name?: string
  action_params?: unknown[]
  /** Key of what is said when it is done, with its number as `n`. */
  done: string
}

/** Which things. */
export interface Among {
  type: 'Conversation' | 'Contact'
  ids?: readonly number[]
  query?: readonly ConditionItem[]
}

/** How often the server is asked, should the socket be silent. */
const ASK_MS = 3000

class Runs {
  /** Those not at their end. */
  now = $state.raw<readonly (Run & { deed: Deed; type: Among['type'] })[]>([])
  /** One whose failures are to be seen. */
  failed = $state.raw<Run | undefined>(undefined)
  #off: (() => void) | undefined
  #timer: ReturnType<typeof setInterval> | undefined
  /** Told when one has ended. */
  readonly ended = new Set<(type: Among['type']) => void>()

  /** Asks for it; whether the server took it. */
  async start(among: Among, deed: Deed): Promise<boolean> {
    const { done: _, ...asked } = deed
    const body = {
      type: among.type,
      ...(among.query ? { query: { payload: among.query, timezone_offset: zone() } } : { ids: among.ids }),
      ...asked,
    }
    try {
      const run = await session.api.http.post<Run>(session.api.path('bulk_actions'), body)
      this.#follow(run, deed, among.type)
      return true
    } catch (error) {
      toastError(error)
      return false
    }
  }

  async undo(run: Run, deed: Deed, type: Among['type']): Promise<void> {
    try {
      this.#follow(await session.api.http.post<Run>(session.api.path(`bulk_actions/${run.id}/undo`), {}), deed, type)
    } catch (error) {
      toastError(error)
    }
  }

  #follow(run: Run, deed: Deed, type: Among['type']): void {
    this.now = [...this.now.filter((r) => r.id !== run.id), { ...run, deed, type }]
    this.#off ??= hub.listen((event) => this.#heard(event))
    this.#timer ??= setInterval(() => void this.#ask(), ASK_MS)
  }

  #heard({ event, data }: LiveEvent): void {
    if (event !== 'bulk.progress') return
    const told = data as unknown as Partial<Run> & { id: number; finished: boolean }
    this.now = this.now.map((run) => (run.id === told.id ? { ...run, ...told } : run))
    if (told.finished && this.now.some((run) => run.id === told.id)) void this.#ask()
  }

  async #ask(): Promise<void> {
    for (const run of this.now) {
      const path = session.api.path(`bulk_actions/${run.id}`)
      const now = await session.api.http.get<Run>(path).catch(() => undefined)
      if (now && (now.state === 'done' || now.state === 'undone')) this.#end({ ...run, ...now })
    }
  }

  #end(run: Run & { deed: Deed; type: Among['type'] }): void {
    if (!this.now.some((r) => r.id === run.id)) return
    this.now = this.now.filter((r) => r.id !== run.id)
    if (!this.now.length) {
      this.#off?.()
      clearInterval(this.#timer)
      this.#off = this.#timer = undefined
    }
    counters.touch()
    for (const tell of this.ended) tell(run.type)
    if (run.state === 'undone') {
      toast(run.not_undone ? t('bulk.not_undone', { n: run.not_undone }) : t('bulk.undone'))
      return
    }
    const said = words(run.deed.done, { n: run.done })
    if (run.failed) {
      toast(t('bulk.some_failed', { done: said, n: run.failed }), { action: { label: t('bulk.see'), run: () => (this.failed = run) } })
    } else if (run.deed.action_name === 'delete') toast(said)
    else toast(said, { action: { label: t('action.undo'), run: () => void this.undo(run, run.deed, run.type) } })
  }
}

/** The one set of bulk actions. */
export const runs = new Runs()
