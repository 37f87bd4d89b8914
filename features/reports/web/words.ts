//! Figures and their changes in words.
import type { Formats } from '@guiche/core'
import type { Metric } from './address.ts'
import { isTime } from './data.ts'

/** Writes a figure. */
export type Writer = ((metric: Metric, value: number | null) => string) & { formats: Formats; locale: string }

/** How a figure has changed: an amount with its direction, and the key of the word that says what it means. */
export interface Change {
  amount: string
  word: 'better' | 'worse' | 'more' | 'less' | 'same' | 'none'
  tone: 'good' | 'bad' | 'neutral'
}

/** A length of time with its seconds where they still matter: `4 min 12 s`. */
export function lasting(formats: Formats, seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60 || whole >= 600) return formats.duration(whole)
  const rest = whole % 60
  return `${Math.floor(whole / 60)} min${rest ? ` ${rest} s` : ''}`
}

/** The writer of a language. */
export function writer(formats: Formats): Writer {
  const write = (metric: Metric, value: number | null): string => {
    if (value === null) return '–'
    return isTime(metric) ? lasting(formats, value) : formats.number(value)
  }
  return Object.assign(write, { formats, locale: formats.locale })
}

/** How `now` stands to `before`. Volume is neither better nor worse; waits are better when short. */
export function change(write: Writer, metric: Metric, now: number | null, before: number | null): Change {
  if (now === null || before === null || (before === 0 && now !== 0)) return { amount: '', word: 'none', tone: 'neutral' }
  if (now === before) return { amount: '', word: 'same', tone: 'neutral' }
  const up = now > before
  const arrow = up ? '↑' : '↓'
  const apart = Math.abs(now - before)
  if (isTime(metric)) return { amount: `${arrow} ${lasting(write.formats, apart)}`, word: up ? 'worse' : 'better', tone: up ? 'bad' : 'good' }
  // A share of next to nothing says nothing.
  const much = before < 20 ? write.formats.number(apart) : new Intl.NumberFormat(write.locale, { style: 'percent', maximumFractionDigits: 1 }).format(apart / before)
  if (metric === 'resolved') return { amount: `${arrow} ${much}`, word: up ? 'better' : 'worse', tone: up ? 'good' : 'bad' }
  return { amount: `${arrow} ${much}`, word: up ? 'more' : 'less', tone: 'neutral' }
}
