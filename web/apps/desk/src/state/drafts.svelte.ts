//! Drafts: kept at once in the browser and a moment later on the server, where every device of the person reads them.
import { ApiError, type Draft, type DraftChange } from '@guiche/core'
import { uniqueId } from '../lib/browser.ts'
import { session } from '../lib/session.svelte.ts'
import { readDrafts, writeDraft, type KeptDraft } from './local.ts'

const SAVE_MS = 700
const AGAIN_MS = 5000

/** The server's side, replaced in tests. */
export interface DraftServer {
  all: () => Promise<Draft[]>
  keep: (number: number, change: DraftChange) => Promise<Draft[]>
}

/** `12/1`: the private tab of number 12. */
const nameOf = (number: number, isPrivate: boolean): string => `${number}/${isPrivate ? 1 : 0}`

export class Drafts {
  /** Told when another device changed a draft. */
  onRemote: ((number: number, isPrivate: boolean) => void) | undefined
  /** This page, so that its own echo is not taken for another's. */
  readonly device = uniqueId()
  #all = $state.raw<ReadonlyMap<string, KeptDraft>>(new Map())
  readonly #unsaved = new Set<string>()
  readonly #busy = new Set<string>()
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #server: DraftServer
  readonly #owner: () => string
  #loaded: Promise<void> | undefined

  constructor(server: DraftServer, owner: () => string) {
    this.#server = server
    this.#owner = owner
    document.addEventListener('visibilitychange', () => document.hidden && this.flush())
  }

  /** Whether something waits to be sent in this conversation. */
  has(number: number): boolean {
    return this.textOf(number) !== undefined
  }

  /** What waits in this conversation, the newest of its tabs; `undefined` when nothing does. */
  textOf(number: number): string | undefined {
    const kept = [this.get(number, false), this.get(number, true)].filter((d) => d && !isEmpty(d)) as KeptDraft[]
    return kept.sort((a, b) => b.at - a.at)[0]?.text
  }

  get(number: number, isPrivate: boolean): KeptDraft | undefined {
    return this.#all.get(nameOf(number, isPrivate))
  }

  /** Which tab was written in last. */
  lastTab(number: number): boolean {
    const [reply, note] = [this.get(number, false), this.get(number, true)]
    return note !== undefined && !isEmpty(note) && (reply === undefined || isEmpty(reply) || note.at > reply.at)
  }

  /** Resolves once what was kept is known. */
  ready(): Promise<void> {
    return this.#loaded ?? Promise.resolve()
  }

  /** Reads what the browser and the server hold. */
  load(): Promise<void> {
    this.#loaded = this.#load()
    return this.#loaded
  }

  async #load(): Promise<void> {
    const local = await readDrafts(this.#owner())
    const next = new Map<string, KeptDraft>(local)
    this.#unsaved.clear()
    for (const [name, draft] of local) if (draft.unsaved) this.#unsaved.add(name)
    this.#all = next
    void this.#merge()
  }

  async #merge(): Promise<void> {
    const stored = await this.#server.all().catch(() => undefined)
    if (!stored) return
    const next = new Map([...this.#all].filter(([name]) => this.#unsaved.has(name)))
    for (const draft of stored) {
      const name = nameOf(draft.conversation_id, draft.private)
      if (!this.#unsaved.has(name)) next.set(name, keptOf(draft))
    }
    const before = this.#all
    this.#all = next
    for (const name of new Set([...before.keys(), ...next.keys()]))
      if (before.get(name)?.text !== next.get(name)?.text) this.#told(name)
    this.flush()
  }

  /** Keeps what stands in a tab now. */
  set(number: number, isPrivate: boolean, draft: Omit<KeptDraft, 'at'>): void {
    const name = nameOf(number, isPrivate)
    const known = this.#all.get(name)
    if (!known && isEmpty(draft) && !draft.quote) return
    if (known && same(known, draft)) return
    // Never behind what is known, also when this device's clock is.
    const kept = { ...draft, at: Math.max(Date.now(), (known?.at ?? 0) + 1) }
    this.#all = new Map(this.#all).set(name, kept)
    this.#unsaved.add(name)
    void writeDraft(this.#owner(), name, { ...kept, unsaved: true })
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.flush(), SAVE_MS)
  }

  /** Takes in what another device did. */
  apply(data: { conversation_id?: unknown; private?: unknown; draft?: unknown; device?: unknown }): void {
    if (data.device === this.device) return
    const name = nameOf(Number(data.conversation_id), data.private === true)
    const draft = data.draft as Draft | null | undefined
    const known = this.#all.get(name)
    // What is being written here wins until it is saved; the server compares the moments.
    if (this.#unsaved.has(name)) return
    const next = new Map(this.#all)
    if (!draft) next.delete(name)
    else if (known && known.at > draft.updated_at * 1000 + 1) return
    else next.set(name, keptOf(draft))
    this.#all = next
    void writeDraft(this.#owner(), name, draft ? keptOf(draft) : undefined)
    this.#told(name)
  }

  /** Saves what waits. */
  flush(): void {
    clearTimeout(this.#timer)
    for (const name of this.#unsaved) if (!this.#busy.has(name)) void this.#save(name)
  }

  async #save(name: string): Promise<void> {
    const kept = this.#all.get(name)
    if (!kept) return void this.#unsaved.delete(name)
    this.#busy.add(name)
    const [number, tab] = name.split('/')
    try {
      await this.#server.keep(Number(number), {
        message: kept.text,
        private: tab === '1',
        in_reply_to: kept.quote ?? null,
        attachments: kept.files.map((f) => f.signed_id),
        at: kept.at,
        device: this.device,
      })
      this.#saved(name, kept)
    } catch (error) {
      // A conversation one no longer sees keeps nothing; what failed for a moment is tried again.
      if (error instanceof ApiError && !error.temporary) this.#saved(name, kept)
      else {
        clearTimeout(this.#timer)
        this.#timer = setTimeout(() => this.flush(), AGAIN_MS)
      }
    } finally {
      this.#busy.delete(name)
    }
  }

  #saved(name: string, saved: KeptDraft): void {
    const now = this.#all.get(name)
    if (now !== saved) return this.#flushSoon()
    this.#unsaved.delete(name)
    if (isEmpty(saved)) {
      const next = new Map(this.#all)
      next.delete(name)
      this.#all = next
    }
    void writeDraft(this.#owner(), name, isEmpty(saved) ? undefined : saved)
  }

  /** It changed again while it was being saved. */
  #flushSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.flush(), SAVE_MS)
  }

  #told(name: string): void {
    const [number, tab] = name.split('/')
    this.onRemote?.(Number(number), tab === '1')
  }
}

function keptOf(draft: Draft): KeptDraft {
  return {
    text: draft.content,
    files: draft.attachments ?? [],
    at: Math.round(draft.updated_at * 1000),
    ...(draft.in_reply_to && { quote: draft.in_reply_to }),
  }
}

function isEmpty(draft: Omit<KeptDraft, 'at'>): boolean {
  return !draft.text.trim() && !draft.files.length
}

function same(a: Omit<KeptDraft, 'at'>, b: Omit<KeptDraft, 'at'>): boolean {
  const ids = (d: Omit<KeptDraft, 'at'>): string => d.files.map((f) => f.signed_id).join()
  return a.text === b.text && a.quote === b.quote && ids(a) === ids(b)
}

/** The drafts of the signed-in person in the open account. */
export const drafts = new Drafts(
  {
    all: () => session.api.thread.drafts(),
    keep: (number, change) => session.api.thread.keepDraft(number, change),
  },
  () => `${session.account?.id ?? 0}/${session.me?.id ?? 0}`,
)
