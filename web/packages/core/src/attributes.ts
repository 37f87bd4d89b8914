//! Values of custom attributes: how they are shown, typed and read back, in each language. Pure.
import type { Locale } from './locale.ts'

/** What a value may be. */
export type AttributeKind = 'text' | 'number' | 'currency' | 'percent' | 'link' | 'date' | 'list' | 'checkbox' | 'cpf' | 'cnpj' | 'cep' | 'phone'

const NUMBERS: ReadonlySet<string> = new Set(['number', 'currency', 'percent'])

/** The value as people read it. */
export function shownAttribute(kind: string, value: unknown, locale: Locale): string {
  if (value === null || value === undefined || value === '') return ''
  if (NUMBERS.has(kind) && typeof value === 'number') return number(kind, value, locale)
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean)
  if (kind === 'date') return day(text, locale)
  return maskedAttribute(kind, text)
}

function number(kind: string, value: number, locale: Locale): string {
  if (kind === 'currency') return new Intl.NumberFormat(locale, { style: 'currency', currency: 'BRL' }).format(value)
  const text = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(value)
  return kind === 'percent' ? (locale === 'es' ? `${text} %` : `${text}%`) : text
}

/** `2026-11-22` as the language writes days in a field. */
function day(text: string, locale: Locale): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(text)
  if (!found) return text
  const [, year, month, date] = found
  return locale === 'en' ? `${month}/${date}/${year}` : `${date}/${month}/${year}`
}

/** The value as it stands in a field that is being typed in. */
export function typedAttribute(kind: string, value: unknown, locale: Locale): string {
  if (value === null || value === undefined) return ''
  if (NUMBERS.has(kind) && typeof value === 'number')
    return new Intl.NumberFormat(locale, { maximumFractionDigits: 6, useGrouping: false }).format(value)
  return shownAttribute(kind, value, locale)
}

/** What was typed with the marks that its kind is written with. */
export function maskedAttribute(kind: string, text: string): string {
  const bare = text.replace(/[^0-9A-Za-z]/g, '').toUpperCase()
  switch (kind) {
    case 'cpf':
      return groups(bare.replace(/\D/g, ''), [3, 3, 3, 2], ['.', '.', '-'])
    case 'cnpj':
      return groups(bare, [2, 3, 3, 4, 2], ['.', '.', '/', '-'])
    case 'cep':
      return groups(bare.replace(/\D/g, ''), [5, 3], ['-'])
    case 'phone':
      return phone(text)
    default:
      return text
  }
}

/** What was typed of a day, with its strokes. */
export function maskedDay(text: string): string {
  return groups(text.replace(/\D/g, ''), [2, 2, 4], ['/', '/'])
}

function groups(bare: string, sizes: number[], marks: string[]): string {
  let out = ''
  let at = 0
  for (const [i, size] of sizes.entries()) {
    const part = bare.slice(at, at + size)
    if (!part) break
    out += (i ? marks[i - 1]! : '') + part
    at += size
  }
  return out
}

function phone(text: string): string {
  const digits = text.replace(/\D/g, '')
  const national = text.startsWith('+') ? (digits.startsWith('55') ? digits.slice(2) : undefined) : digits
  if (national === undefined || national.length < 10 || national.length > 11) return text
  return `(${national.slice(0, 2)}) ${national.slice(2, -4)}-${national.slice(-4)}`
}

/** What is sent to the server for what was typed; the server checks and has the last word. */
export function readAttribute(kind: string, text: string, locale: Locale): unknown {
  const bare = text.trim()
  if (!bare) return null
  if (NUMBERS.has(kind)) {
    const decimal = locale === 'en' ? '.' : ','
    const plain = bare.replace(/[^0-9.,-]/g, '').replaceAll(decimal === ',' ? '.' : ',', '').replace(decimal, '.')
    const n = Number(plain)
    return plain && Number.isFinite(n) ? n : bare
  }
  if (kind === 'date') {
    const found = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(bare)
    if (!found) return bare
    const [first, second] = [found[1]!.padStart(2, '0'), found[2]!.padStart(2, '0')]
    return locale === 'en' ? `${found[3]}-${first}-${second}` : `${found[3]}-${second}-${first}`
  }
  return bare
}

/** A link that may be followed: only the two schemes of the web. */
export function safeLink(value: unknown): string | undefined {
  return typeof value === 'string' && /^https?:\/\/\S+$/i.test(value) ? value : undefined
}
