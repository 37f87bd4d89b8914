//! What was chosen last in the palette, kept in this browser for each account.
import { session } from '../../lib/session.svelte.ts'

const MOST = 6

function name(): string {
  return `guiche.palette.${session.account?.id ?? 0}`
}

/** Ids of what was chosen last, the newest first. */
export function recent(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(name()) ?? '[]')
    return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string') : []
  } catch {
    return []
  }
}

/** Notes a choice. */
export function chose(id: string): void {
  try {
    localStorage.setItem(name(), JSON.stringify([id, ...recent().filter((one) => one !== id)].slice(0, MOST)))
  } catch {
    // Then nothing is remembered.
  }
}
