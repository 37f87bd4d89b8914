/** Dates and sizes in words, for what is not on the first screen. */
import { daysAgo, locale, t } from './words.svelte'

/** `Hoje`, `Ontem`, `12 de outubro`. */
export function day(secs: number): string {
  const days = daysAgo(secs)
  if (days === 0) return t('time.today')
  if (days === 1) return t('time.yesterday')
  const at = new Date(secs * 1000)
  const year = at.getFullYear() === new Date().getFullYear() ? undefined : 'numeric'
  return at.toLocaleDateString(locale(), { day: 'numeric', month: 'long', year })
}

/** `1,8 MB`, `64 MB`, `340 kB`. */
export function size(bytes: number): string {
  const [value, unit] = bytes < 1e6 ? [Math.max(1, bytes / 1024), 'kB'] : [bytes / 1048576, 'MB']
  const digits = value < 10 && unit === 'MB' ? 1 : 0
  return `${value.toLocaleString(locale(), { maximumFractionDigits: digits })} ${unit}`
}
