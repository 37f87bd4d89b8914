//! What a form holds until it is saved: the values, what changed, and what is wrong with which field.
import { words } from './words.svelte'

/** A form's values beside the ones last saved. */
export class Draft<Values extends object> {
  values = $state() as Values
  /** What is wrong, by field. */
  errors = $state<Record<string, string>>({})
  /** Being saved. */
  busy = $state(false)
  #saved = $state.raw() as Values

  constructor(values: Values) {
    this.values = copy(values)
    this.#saved = copy(values)
  }

  /** Names of the fields whose value is not the saved one. */
  get changed(): (keyof Values & string)[] {
    const names = Object.keys({ ...this.#saved, ...this.values }) as (keyof Values & string)[]
    return names.filter((name) => plain(this.values[name]) !== plain(this.#saved[name]))
  }

  /** Only what changed, for a PATCH. */
  get changes(): Partial<Values> {
    const now = $state.snapshot(this.values) as Values
    return Object.fromEntries(this.changed.map((name) => [name, now[name]])) as Partial<Values>
  }

  /** Takes `values` as the saved ones and drops what was typed. */
  reset(values: Values = this.#saved): void {
    this.#saved = copy(values)
    this.values = copy(values)
    this.errors = {}
  }

  /** Takes what is typed as saved. */
  settle(): void {
    this.#saved = copy($state.snapshot(this.values) as Values)
    this.errors = {}
  }

  /** Puts the server's refusal beside the fields it names; answers whether there was one to put. */
  refuse(error: unknown): boolean {
    const fields = (error as { fields?: Record<string, string> } | null)?.fields ?? {}
    this.errors = Object.fromEntries(Object.entries(fields).filter(([name]) => name in this.values))
    if (Object.keys(this.errors).length === 0) return false
    focusError()
    return true
  }

  /** Sets what is wrong before anything is sent; `null` is fine. Answers whether all is. */
  check(wrong: Record<string, string | null | undefined>): boolean {
    this.errors = Object.fromEntries(Object.entries(wrong).filter((entry): entry is [string, string] => !!entry[1]))
    if (Object.keys(this.errors).length === 0) return true
    focusError()
    return false
  }

  /** A field's error goes away once it is changed. */
  touch(name: string): void {
    if (this.errors[name]) delete this.errors[name]
  }
}

function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}

/** Empty and absent are the same to a person. */
function plain(value: unknown): string {
  return JSON.stringify(value === null || value === undefined ? '' : value)
}

/** What a failed request says to a person: the server's words, else what we know. */
export function explain(error: unknown): string {
  const { status, message } = (error ?? {}) as { status?: number; message?: string }
  if (status === 0) return words().offlineNow
  return status !== undefined && status < 500 && message ? message : words().serverFailed
}

/** Moves to the first field that is wrong. */
export function focusError(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
}
