//! Short notices at the bottom of the page, with “Desfazer” where something can be undone.
import type { Tone } from './types'

/** A notice. */
export interface Toast {
  id: number
  text: string
  tone: Tone
  action?: { label: string; run: () => void } | undefined
}

export interface ToastOptions {
  tone?: Tone
  /** A button in the notice. */
  action?: { label: string; run: () => void }
  /** Short for an action named “Desfazer”; the notice then stays 8 seconds. */
  undo?: () => void
  /** How long it stays. Failures stay until closed. */
  ms?: number
}

const shown = $state<Toast[]>([])
let last = 0

/** The notices on the page now. */
export function toasts(): Toast[] {
  return shown
}

/** Shows a notice and returns its id. */
export function toast(text: string, options: ToastOptions = {}, undoLabel = ''): number {
  const id = ++last
  const action = options.undo ? { label: undoLabel, run: options.undo } : options.action
  shown.push({ id, text, tone: options.tone ?? 'neutral', action })
  if (shown.length > 3) shown.shift()
  const ms = options.ms ?? (options.tone === 'bad' ? 12_000 : action ? 8_000 : 4_000)
  setTimeout(() => (held ? due.add(id) : dismissToast(id)), ms)
  return id
}

let held = false
const due = new Set<number>()

/** Keeps the notices while somebody is on them; what is over goes when they leave. */
export function holdToasts(on: boolean): void {
  held = on
  if (!on) for (const id of due) dismissToast(id)
}

/** Takes a notice away. */
export function dismissToast(id: number): void {
  due.delete(id)
  const at = shown.findIndex((one) => one.id === id)
  if (at >= 0) shown.splice(at, 1)
}
