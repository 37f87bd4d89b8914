//! Operators in words, by what the field holds.
import { formats, t, type Key } from '../lib/i18n.ts'
import { spanOf, type FilterField } from './form.ts'

const PLAIN: Record<string, Key> = {
  equal_to: 'filter.op.is',
  not_equal_to: 'filter.op.is_not',
  contains: 'filter.op.contains',
  does_not_contain: 'filter.op.contains_not',
  starts_with: 'filter.op.starts',
  is_present: 'filter.op.present',
  is_not_present: 'filter.op.absent',
  is_greater_than: 'filter.op.above',
  is_less_than: 'filter.op.below',
  days_before: 'filter.op.days_before',
  minutes_before: 'filter.op.days_before',
}
const CHOICE: Record<string, Key> = { equal_to: 'filter.op.one_of', not_equal_to: 'filter.op.none_of' }
const DATE: Record<string, Key> = {
  equal_to: 'filter.op.on',
  is_greater_than: 'filter.op.after',
  is_less_than: 'filter.op.before',
}

/** What an operator says of a field of this kind. */
export function operatorWord(operator: string, kind: FilterField['kind']): string {
  const own = kind === 'choice' ? CHOICE[operator] : kind === 'date' ? DATE[operator] : undefined
  return t(own ?? PLAIN[operator] ?? 'filter.op.is')
}

/** A value that is no choice, in words. */
export function amountWord(operator: string, value: string): string {
  if (operator === 'days_before') return t('filter.span.days', { n: Number(value) })
  if (operator === 'minutes_before') {
    const { amount, unit } = spanOf(value)
    return t(`filter.span.${unit}`, { n: Number(amount) })
  }
  return /^\d{4}-\d\d-\d\d$/.test(value) ? formats.date(new Date(`${value}T12:00`).getTime() / 1000, Math.floor(Date.now() / 1000)) : value
}
