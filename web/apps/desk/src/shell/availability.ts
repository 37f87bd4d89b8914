//! Whether I am available: shown at once, kept by the server.
import type { Availability } from '@guiche/core'
import { t } from '../lib/i18n.ts'
import { session } from '../lib/session.svelte.ts'
import { toastError } from '../lib/toasts.ts'

export const AVAILABILITIES: readonly Availability[] = ['online', 'busy', 'offline']

/** Literal classes of the dots. */
export const DOTS: Record<Availability, string> = { online: 'bg-presence', busy: 'bg-warn', offline: 'bg-ink-3' }

export function availabilityWord(a: Availability): string {
  return a === 'online' ? t('availability.online') : a === 'busy' ? t('availability.busy') : t('availability.offline')
}

/** What I chose, else what the server says. */
export function myAvailability(): Availability {
  return session.account?.availability ?? session.account?.availability_status ?? 'online'
}

export async function setAvailability(next: Availability): Promise<void> {
  const before = session.account
  if (before) session.account = { ...before, availability: next, availability_status: next }
  try {
    const me = await session.api.setAvailability(next)
    if (me?.accounts) session.update(me)
  } catch (error) {
    session.account = before
    toastError(error)
  }
}
