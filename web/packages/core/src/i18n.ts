//! Words: flat catalogues per language, `{name}` placeholders and `{n, plural, one {…} other {…}}`.
import type { Locale } from './locale.ts'

/** A catalogue: flat, dotted keys. */
export type Catalog = Record<string, string>
/** Values for the placeholders. */
export type Args = Record<string, string | number>

/** Holds the words of the language in use. */
export class I18n {
  /** The language in use. */
  locale: Locale
  #words: Catalog = {}
  #plural: Intl.PluralRules
  #number: Intl.NumberFormat

  constructor(locale: Locale = 'pt-BR') {
    this.locale = locale
    this.#plural = new Intl.PluralRules(locale)
    this.#number = new Intl.NumberFormat(locale)
  }

  /** Changes the language, dropping all words. */
  reset(locale: Locale): void {
    this.locale = locale
    this.#words = {}
    this.#plural = new Intl.PluralRules(locale)
    this.#number = new Intl.NumberFormat(locale)
  }

  /** Adds words, under `namespace.` if given. */
  add(words: Catalog, namespace?: string): void {
    for (const [key, text] of Object.entries(words)) this.#words[namespace ? `${namespace}.${key}` : key] = text
  }

  /** Whether the key has words. */
  has(key: string): boolean {
    return key in this.#words
  }

  /** The words of `key` with its placeholders filled in; the key itself if it is missing. */
  t(key: string, args?: Args): string {
    const text = this.#words[key]
    if (text === undefined) return key
    return text.includes('{') ? this.#fill(text, args ?? {}, undefined) : text
  }

  #fill(text: string, args: Args, count: number | undefined): string {
    let out = ''
    for (let i = 0; i < text.length; i++) {
      const char = text[i]
      if (char === '#' && count !== undefined) out += this.#number.format(count)
      else if (char !== '{') out += char
      else {
        const end = closing(text, i)
        out += this.#placeholder(text.slice(i + 1, end), args, count)
        i = end
      }
    }
    return out
  }

  #placeholder(inside: string, args: Args, count: number | undefined): string {
    const plural = /^\s*(\w+)\s*,\s*plural\s*,/.exec(inside)
    if (plural) {
      const n = Number(args[plural[1]!] ?? 0)
      const forms = branches(inside.slice(plural[0].length))
      const chosen = forms[`=${n}`] ?? forms[this.#plural.select(n)] ?? forms['other'] ?? ''
      return this.#fill(chosen, args, n)
    }
    const value = args[inside.trim()]
    if (value === undefined) return count === undefined ? `{${inside}}` : this.#number.format(count)
    return typeof value === 'number' ? this.#number.format(value) : value
  }
}

function closing(text: string, open: number): number {
  let depth = 0
  for (let i = open; i < text.length; i++) {
    if (text[i] === '{') depth++
    else if (text[i] === '}' && --depth === 0) return i
  }
  return text.length
}

function branches(text: string): Record<string, string> {
  const out: Record<string, string> = {}
  let i = 0
  while (i < text.length) {
    const open = text.indexOf('{', i)
    if (open < 0) break
    const end = closing(text, open)
    out[text.slice(i, open).trim()] = text.slice(open + 1, end)
    i = end + 1
  }
  return out
}
