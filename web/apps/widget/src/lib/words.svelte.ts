/** Words in the language of the chat, and times, dates and sizes as that language writes them. */

let words = $state.raw<Record<string, string>>({})
let tag = $state('pt-BR')

export function setWords(locale: string, given: Record<string, string>): void {
  tag = locale
  words = given
  document.documentElement.lang = locale
}

export const locale = (): string => tag

/** The words of `key`; `{name}` is filled in from `values`. */
export function t(key: string, values: Record<string, string | number> = {}): string {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** The words for a number of things: `key.one` or `key.other`. */
export const count = (key: string, n: number): string => t(n === 1 ? `${key}.one` : `${key}.other`, { n })

const MINUTE = 60
const DAY = 86_400

/** `15:40`, `3:40 PM`. */
export const time = (secs: number): string =>
  new Date(secs * 1000).toLocaleTimeString(tag, { hour: tag === 'en' ? 'numeric' : '2-digit', minute: '2-digit' })

const daysAgo = (secs: number): number => {
  const midnight = (at: Date) => new Date(at).setHours(0, 0, 0, 0)
  return Math.round((midnight(new Date()) - midnight(new Date(secs * 1000))) / 1000 / DAY)
}

/** `Hoje`, `Ontem`, `12 de outubro`. */
export function day(secs: number): string {
  const days = daysAgo(secs)
  if (days === 0) return t('time.today')
  if (days === 1) return t('time.yesterday')
  const at = new Date(secs * 1000)
  const year = at.getFullYear() === new Date().getFullYear() ? undefined : 'numeric'
  return at.toLocaleDateString(tag, { day: 'numeric', month: 'long', year })
}

/** `agora`, `há 2 min`, `há 3 h`, `ontem`, `seg.`, `12 out.`. */
export function ago(secs: number): string {
  const past = Math.max(0, Date.now() / 1000 - secs)
  if (past < MINUTE) return t('time.now')
  if (past < 60 * MINUTE) return t('time.minutes', { n: Math.floor(past / MINUTE) })
  const days = daysAgo(secs)
  if (days === 0) return t('time.hours', { n: Math.max(1, Math.floor(past / 3600)) })
  if (days === 1) return t('time.yesterday').toLocaleLowerCase(tag)
  const at = new Date(secs * 1000)
  if (days < 7) return at.toLocaleDateString(tag, { weekday: 'short' })
  const year = at.getFullYear() === new Date().getFullYear() ? undefined : 'numeric'
  return at.toLocaleDateString(tag, { day: 'numeric', month: 'short', year }).replace(/ de /g, ' ')
}

/** `1,8 MB`, `64 MB`, `340 kB`. */
export function size(bytes: number): string {
  const [value, unit] = bytes < 1e6 ? [Math.max(1, bytes / 1024), 'kB'] : [bytes / 1048576, 'MB']
  const digits = value < 10 && unit === 'MB' ? 1 : 0
  return `${value.toLocaleString(tag, { maximumFractionDigits: digits })} ${unit}`
}

export const first = (name: string): string => name.trim().split(/\s+/)[0] ?? ''
