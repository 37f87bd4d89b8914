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

export const daysAgo = (secs: number): number => {
  const midnight = (at: Date) => new Date(at).setHours(0, 0, 0, 0)
  return Math.round((midnight(new Date()) - midnight(new Date(secs * 1000))) / 1000 / DAY)
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

/** `Voltamos amanhã, às 8h`, in the visitor's own time. */
export function returns(at: number): string {
  const ahead = -daysAgo(at)
  const when = new Date(at * 1000)
  const part = (options: Intl.DateTimeFormatOptions) => when.toLocaleDateString(tag, options)
  const minutes = when.getMinutes()
  const short = tag === 'pt-BR' ? `${when.getHours()}h${minutes ? String(minutes).padStart(2, '0') : ''}` : time(at)
  if (ahead < 2) return t(ahead < 1 ? 'away.today' : 'away.tomorrow', { time: short })
  const day = part(ahead < 7 ? { weekday: 'long' } : { day: 'numeric', month: 'long' })
  return t('away.day', { day, time: short })
}

/** An address of our own server as this page reaches it, whatever name of the server it was made with. */
export function local(url: string): string {
  const at = url.indexOf('/files/')
  return at > 0 && !/[?#]/.test(url.slice(0, at)) ? url.slice(at) : url
}

export const first = (name: string): string => name.trim().split(/\s+/)[0] ?? ''
