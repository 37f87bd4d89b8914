//! Dates, times, numbers, sizes and phones as each language writes them. Pure: the clock is a parameter.
import type { Locale } from './locale.ts'

/** Words that `Intl` has no short form for. */
const NOW: Record<Locale, string> = { 'pt-BR': 'agora', en: 'now', es: 'ahora' }
const YESTERDAY: Record<Locale, string> = { 'pt-BR': 'ontem', en: 'yesterday', es: 'ayer' }
const TODAY: Record<Locale, string> = { 'pt-BR': 'hoje', en: 'today', es: 'hoy' }
const TOMORROW: Record<Locale, string> = { 'pt-BR': 'amanhã', en: 'tomorrow', es: 'mañana' }
const THOUSAND: Record<Locale, string> = { 'pt-BR': 'mil', en: 'K', es: 'mil' }
const DAYS: Record<Locale, [string, string]> = { 'pt-BR': ['dia', 'dias'], en: ['day', 'days'], es: ['día', 'días'] }
const AGO: Record<Locale, (text: string) => string> = {
  'pt-BR': (t) => `há ${t}`,
  en: (t) => `${t} ago`,
  es: (t) => `hace ${t}`,
}

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

/** Writes for one language and time zone. Times are epoch seconds. */
export class Formats {
  readonly locale: Locale
  readonly #zone: string | undefined
  readonly #made = new Map<string, Intl.DateTimeFormat>()
  readonly #number: Intl.NumberFormat

  constructor(locale: Locale, zone?: string) {
    this.locale = locale
    this.#zone = zone
    this.#number = new Intl.NumberFormat(locale)
  }

  /** `10.000` */
  number(n: number): string {
    return this.#number.format(n)
  }

  /** A counter: nothing for zero, `1.083`, above 99.999 `100 mil`. */
  counter(n: number | undefined): string {
    if (!n) return ''
    if (n <= 99_999) return this.number(n)
    const thousands = this.number(Math.floor(n / 1000))
    return this.locale === 'en' ? `${thousands}${THOUSAND.en}` : `${thousands} ${THOUSAND[this.locale]}`
  }

  /** `15:40`, `3:40 PM` */
  time(at: number): string {
    return this.#date({ hour: this.locale === 'en' ? 'numeric' : '2-digit', minute: '2-digit' }, at)
  }

  /** Short moment of a list: `agora`, `5 min`, `3 h`, `ontem`, `seg.`, `12 out.`, `12 out. 2025`. */
  short(at: number, now: number): string {
    const age = Math.max(0, now - at)
    if (age < MINUTE) return NOW[this.locale]
    if (age < HOUR) return `${Math.floor(age / MINUTE)} min`
    const days = this.#daysBetween(at, now)
    if (days === 0 || age < 6 * HOUR) return `${Math.floor(age / HOUR)} h`
    if (days === 1) return YESTERDAY[this.locale]
    if (days < 7) return this.#weekday(at)
    return this.date(at, now)
  }

  /** In a sentence: `agora`, `há 2 min`, `há 3 h`, `ontem`, `seg.`, `12 out.` */
  relative(at: number, now: number): string {
    const text = this.short(at, now)
    return /\d+ (min|h)$/.test(text) ? AGO[this.locale](text) : text
  }

  /** How long: `18 s`, `4 min`, `1 h 20 min`, `2 dias`. */
  duration(seconds: number): string {
    const s = Math.max(0, Math.round(seconds))
    if (s < MINUTE) return `${s} s`
    if (s < HOUR) return `${Math.floor(s / MINUTE)} min`
    if (s < DAY) {
      const minutes = Math.floor((s % HOUR) / MINUTE)
      return `${Math.floor(s / HOUR)} h${minutes ? ` ${minutes} min` : ''}`
    }
    const days = Math.floor(s / DAY)
    return `${days} ${DAYS[this.locale][days === 1 ? 0 : 1]}`
  }

  /** Length of a wait in a list: `5 min`, `3 h`, `2 dias`; `agora` under a minute. */
  wait(seconds: number): string {
    if (seconds < MINUTE) return NOW[this.locale]
    return seconds < HOUR || seconds >= DAY ? this.duration(seconds) : `${Math.floor(seconds / HOUR)} h`
  }

  /** `12 out.`, with the year when it is another one. */
  date(at: number, now: number): string {
    const sameYear = this.#part('year', at) === this.#part('year', now)
    const text = this.#date({ day: 'numeric', month: 'short', ...(!sameYear && { year: 'numeric' }) }, at)
    return this.locale === 'en' ? text : text.replace(/ de /g, ' ')
  }

  /** `mar. 2024` */
  month(at: number): string {
    return this.#date({ month: 'short', year: 'numeric' }, at).replace(' de ', ' ')
  }

  /** Heading of a day: `Hoje`, `Ontem`, `Segunda-feira`, `12 de outubro`. */
  day(at: number, now: number): string {
    const days = this.#daysBetween(at, now)
    if (days === 0) return capital(TODAY[this.locale])
    if (days === 1) return capital(YESTERDAY[this.locale])
    if (days > 1 && days < 7) return capital(this.#date({ weekday: 'long' }, at))
    const sameYear = this.#part('year', at) === this.#part('year', now)
    return this.#date({ day: 'numeric', month: 'long', ...(!sameYear && { year: 'numeric' }) }, at)
  }

  /** A moment to come: `hoje, 15:40`, `amanhã, 9:00`, `seg., 9:00`, `12 out., 9:00`. */
  moment(at: number, now: number): string {
    const days = -this.#daysBetween(at, now)
    const day =
      days === 0
        ? TODAY[this.locale]
        : days === 1
          ? TOMORROW[this.locale]
          : days > 1 && days < 7
            ? this.#weekday(at)
            : this.date(at, now)
    return `${day}, ${this.time(at)}`
  }

  /** Everything, for tooltips: `12 de outubro de 2026, 15:40`. */
  full(at: number): string {
    return this.#date({ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' }, at)
  }

  /** `1,8 MB` */
  size(bytes: number): string {
    const units = ['B', 'KB', 'MB', 'GB']
    let value = bytes
    let unit = 0
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024
      unit++
    }
    const digits = value >= 10 || unit === 0 ? 0 : 1
    return `${new Intl.NumberFormat(this.locale, { maximumFractionDigits: digits }).format(value)} ${units[unit]}`
  }

  /** `(11) 98765-4321` in Brazilian Portuguese; elsewhere with the country: `+55 11 98765-4321`. */
  phone(e164: string): string {
    const brazil = /^\+?55(\d{2})(\d{4,5})(\d{4})$/.exec(e164.replace(/[\s()-]/g, ''))
    if (!brazil) return e164
    const [, area, first, last] = brazil
    return this.locale === 'pt-BR' ? `(${area}) ${first}-${last}` : `+55 ${area} ${first}-${last}`
  }

  /** Whether two moments fall on the same day. */
  sameDay(a: number, b: number): boolean {
    return this.#daysBetween(a, b) === 0
  }

  #weekday(at: number): string {
    return this.#date({ weekday: 'short' }, at)
  }

  #daysBetween(at: number, now: number): number {
    return Math.round((this.#midnight(now) - this.#midnight(at)) / DAY)
  }

  #midnight(at: number): number {
    return Date.UTC(this.#part('year', at), this.#part('month', at) - 1, this.#part('day', at)) / 1000
  }

  #part(type: 'year' | 'month' | 'day', at: number): number {
    const parts = this.#maker('parts', { year: 'numeric', month: 'numeric', day: 'numeric' }).formatToParts(at * 1000)
    return Number(parts.find((p) => p.type === type)?.value ?? 0)
  }

  #date(options: Intl.DateTimeFormatOptions, at: number): string {
    return this.#maker(JSON.stringify(options), options).format(at * 1000)
  }

  #maker(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    let made = this.#made.get(key)
    if (!made) {
      const locale = key === 'parts' ? 'en-u-ca-gregory' : this.locale
      made = new Intl.DateTimeFormat(locale, { ...options, ...(this.#zone && { timeZone: this.#zone }) })
      this.#made.set(key, made)
    }
    return made
  }
}

/** First letter in upper case. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The initials of a name: first and last word, one or two letters. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((w) => /[\p{L}\p{N}]/u.test(w))
  const first = words[0]?.match(/[\p{L}\p{N}]/u)?.[0] ?? ''
  const last = words.length > 1 ? (words[words.length - 1]!.match(/[\p{L}\p{N}]/u)?.[0] ?? '') : ''
  return (first + last).toUpperCase() || '?'
}

/** A text without accents and case, for comparing what people type. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
