//! Folders: conditions that people keep under a name.
import { session } from '../lib/session.svelte.ts'
import type { ConditionItem } from './conditions.ts'

/** A folder. */
export interface Folder {
  id: number
  name: string
  query: { payload?: ConditionItem[] }
  mine: boolean
  shared: boolean
  team_id: number | null
}

/** What a folder is saved as. */
export interface FolderForm {
  name: string
  conditions: ConditionItem[]
  shared: boolean
  team_id: number | null
}

/** Folders whose conversations are counted at once. */
const COUNTED = 20
const COUNT_EVERY_MS = 15_000

/** Folders of one kind. */
export class Folders {
  readonly #of: 'conversation' | 'contact'
  all = $state.raw<readonly Folder[]>([])
  counts = $state.raw<Readonly<Record<number, number>>>({})
  #counted = 0
  #loading: Promise<void> | undefined

  constructor(of: 'conversation' | 'contact') {
    this.#of = of
  }

  /** Loads them once. */
  ensure(): Promise<void> {
    return (this.#loading ??= this.load())
  }

  async load(): Promise<void> {
    const path = session.api.path(`custom_filters?filter_type=${this.#of}`)
    this.all = await session.api.http.get<Folder[]>(path).catch(() => this.all)
    this.#counted = 0
    await this.count()
  }

  find(id: number | undefined): Folder | undefined {
    return this.all.find((f) => f.id === id)
  }

  /** Counts what is in them, not more often than every fifteen seconds. */
  async count(): Promise<void> {
    if (Date.now() - this.#counted < COUNT_EVERY_MS) return
    this.#counted = Date.now()
    const counted = await Promise.all(
      this.all.slice(0, COUNTED).map(async (f) => [f.id, await count(f.query.payload ?? [], this.#of)] as const),
    )
    this.counts = Object.fromEntries(counted.filter(([, n]) => n !== undefined) as [number, number][])
  }

  async save(form: FolderForm, id?: number): Promise<Folder> {
    const body = {
      name: form.name,
      filter_type: this.#of,
      query: { payload: form.conditions },
      shared: form.shared,
      team_id: form.team_id,
    }
    const path = session.api.path(id === undefined ? 'custom_filters' : `custom_filters/${id}`)
    const saved =
      id === undefined
        ? await session.api.http.post<Folder>(path, body)
        : await session.api.http.patch<Folder>(path, body)
    await this.load()
    return saved
  }

  async remove(id: number): Promise<void> {
    await session.api.http.delete(session.api.path(`custom_filters/${id}`))
    await this.load()
  }
}

/** How many meet the conditions; undefined when that can't be told. */
export async function count(
  conditions: readonly ConditionItem[],
  of: 'conversation' | 'contact' = 'conversation',
  signal?: AbortSignal,
): Promise<number | undefined> {
  if (!conditions.length) return undefined
  const path = session.api.path(of === 'contact' ? 'contacts/filter' : 'conversations/filter/meta')
  const body = { payload: conditions, timezone_offset: zone() }
  const answer = await session.api.http
    .request<{ meta: { all_count?: number; count?: number } }>('POST', path, { body, ...(signal && { signal }) })
    .catch(() => undefined)
  return answer?.meta.all_count ?? answer?.meta.count
}

/** Hours east of Greenwich, where the browser is. */
export function zone(): number {
  return -new Date().getTimezoneOffset() / 60
}

/** The one set of folders of conversations. */
export const folders = new Folders('conversation')
/** Segments: folders of contacts. */
export const segments = new Folders('contact')
