//! Moments to set a conversation aside until.
import { formats, t } from '../lib/i18n.ts'

/** A moment with its words; `null` is the next reply. */
export interface Moment {
  id: string
  label: string
  hint: string
  at: number | null
}

/** The usual moments, counted from `now` (epoch seconds). */
export function moments(now: number): Moment[] {
  const hour = now + 3600
  const tomorrow = atNine(now, 1)
  const toMonday = (8 - new Date(now * 1000).getDay()) % 7 || 7
  // On a Sunday tomorrow is Monday already: the next week is the one after.
  const monday = atNine(now, toMonday === 1 ? 8 : toMonday)
  return [
    { id: 'hour', label: t('snooze.hour'), hint: formats.time(hour), at: hour },
    { id: 'tomorrow', label: t('snooze.tomorrow'), hint: formats.date(tomorrow, now), at: tomorrow },
    { id: 'week', label: t('snooze.week'), hint: formats.date(monday, now), at: monday },
    { id: 'reply', label: t('snooze.reply'), hint: '', at: null },
  ]
}

/** What a date-and-time field starts with: tomorrow at nine, as local text. */
export function fieldValue(at: number): string {
  const d = new Date(at * 1000)
  return new Date(d.getTime() - d.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

function atNine(now: number, days: number): number {
  const d = new Date(now * 1000)
  d.setDate(d.getDate() + days)
  d.setHours(9, 0, 0, 0)
  return Math.floor(d.getTime() / 1000)
}
