//! Whether I am available, and why not: shown at once, kept by the server.
import type { Availability } from '@guiche/core'
import type { MenuItem } from '@guiche/ui'
import { t } from '../lib/i18n.ts'
import { session } from '../lib/session.svelte.ts'
import { toastError } from '../lib/toasts.ts'
import { directory } from '../state/directory.svelte.ts'

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

/** My break: why, how long it was meant to be, since when. */
export function myBreak(): { reason: string; planned: number | null; since: number } | undefined {
  const mine = directory.states.get(session.me?.id ?? 0)
  if (myAvailability() !== 'busy' || mine?.state !== 'busy') return undefined
  return { reason: mine.reason ?? '', planned: mine.planned_minutes, since: mine.since }
}

export async function setAvailability(next: Availability, reason?: string, minutes?: number): Promise<void> {
  const before = session.account
  if (before) session.account = { ...before, availability: next, availability_status: next }
  try {
    const me = await session.api.setAvailability(next, reason, minutes)
    if (me?.accounts) session.update(me)
  } catch (error) {
    session.account = before
    toastError(error)
  }
}

/** The entries of the switch: available, a break for each reason, away. */
export function availabilityItems(): MenuItem[] {
  const current = myAvailability()
  const reason = myBreak()?.reason
  const pause = (label: string, minutes: number | null, why?: string): MenuItem => ({
    label,
    checked: current === 'busy' && (reason ?? '') === (why ?? ''),
    ...(minutes && { hint: t('availability.minutes', { n: minutes }) }),
    onselect: () => void setAvailability('busy', why, minutes ?? undefined),
  })
  const set = (a: Availability): MenuItem => ({
    label: availabilityWord(a),
    checked: a === current,
    onselect: () => void setAvailability(a),
  })
  return [
    set('online'),
    'separator',
    { heading: t('availability.busy') },
    ...directory.pauses.map((p) => pause(p.name, p.minutes, p.name)),
    pause(t('availability.no_reason'), null),
    'separator',
    set('offline'),
  ]
}
