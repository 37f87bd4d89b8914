//! Stretches of days: how they are read from an address, called, moved, and laid beside the stretch before. Pure.

/** From one midnight to another, which is not in it. */
export interface Span {
  from: Date
  to: Date
}

/** What points of a series are apart. */
export type Step = 'hour' | 'day' | 'week' | 'month'

const DAY = 86_400_000

/** The midnight `days` after another, whatever the clocks do in between. */
export function plusDays(date: Date, days: number): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days)
}

function plusMonths(date: Date, months: number): Date {
  return new Date(date.getFullYear(), date.getMonth() + months, 1)
}

/** The midnight before a moment. */
export function midnight(at: Date): Date {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate())
}

/** Whole days in it. */
export function days({ from, to }: Span): number {
  return Math.round((to.getTime() - from.getTime()) / DAY)
}

/** `2026-10-31` as its first moment; undefined for anything else. */
export function readDay(text: string | null): Date | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? '')
  if (!parts) return undefined
  const date = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]))
  return date.getMonth() === Number(parts[2]) - 1 && date.getFullYear() > 1999 ? date : undefined
}

/** `2026-10-31` */
export function writeDay(date: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Whole calendar months in it, when it is made of nothing else. */
export function wholeMonths({ from, to }: Span): number | undefined {
  if (from.getDate() !== 1 || to.getDate() !== 1) return undefined
  return (to.getFullYear() - from.getFullYear()) * 12 + to.getMonth() - from.getMonth()
}

/** The stretch `times` its own length later: months by months, everything else by days. */
export function moved(span: Span, times: number): Span {
  const months = wholeMonths(span)
  if (months) return { from: plusMonths(span.from, months * times), to: plusMonths(span.to, months * times) }
  const length = days(span) * times
  return { from: plusDays(span.from, length), to: plusDays(span.to, length) }
}

/** Of the stretch before: as much as has passed of this one, so that a running month is not held against a whole one. */
export function comparable(span: Span, now: Date): Span {
  const before = moved(span, -1)
  const passed = now.getTime() - span.from.getTime()
  const to = Math.min(before.to.getTime(), before.from.getTime() + Math.max(0, passed))
  return now < span.to ? { from: before.from, to: new Date(to) } : before
}

/** Steps that make sense over so many days, the usual one first. */
export function steps(span: Span): Step[] {
  const n = days(span)
  if (n <= 1) return ['hour']
  if (n <= 62) return ['day', 'week']
  if (n <= 190) return ['week', 'day', 'month']
  return n <= 800 ? ['month', 'week'] : ['month']
}

/** How many points later the stretch before begins, so that a weekday lies over the same weekday. */
export function shift(span: Span, step: Step): number {
  if (step !== 'day') return 0
  const apart = days({ from: moved(span, -1).from, to: span.from })
  return apart < 7 ? 0 : Math.round(apart / 7) * 7 - apart
}

/** What it is called: `Outubro de 2026`, `2026`, `3 – 9 de out. de 2026`. */
export function called(span: Span, locale: string): string {
  const months = wholeMonths(span)
  const last = plusDays(span.to, -1)
  const write = (options: Intl.DateTimeFormatOptions): string => {
    const text = new Intl.DateTimeFormat(locale, options).format(span.from)
    return text.charAt(0).toUpperCase() + text.slice(1)
  }
  if (months === 1) return write({ month: 'long', year: 'numeric' })
  if (months === 12 && span.from.getMonth() === 0) return String(span.from.getFullYear())
  if (days(span) === 1) return write({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }).formatRange(span.from, last)
}

/** The same, as short as it stays clear: `outubro`, `3 – 9 de out.` */
export function calledShort(span: Span, locale: string): string {
  if (wholeMonths(span) === 1) return new Intl.DateTimeFormat(locale, { month: 'long' }).format(span.from)
  if (wholeMonths(span) === 12 && span.from.getMonth() === 0) return String(span.from.getFullYear())
  const last = new Date(span.to.getTime() - 1)
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }).formatRange(span.from, last)
}
