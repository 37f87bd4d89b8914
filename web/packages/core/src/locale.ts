//! The languages of the product and how the server and the browser name them.

/** A language of the product, as a BCP 47 tag. */
export type Locale = 'pt-BR' | 'en' | 'es'

/** All of them; the first is the source of the words. */
export const LOCALES: readonly Locale[] = ['pt-BR', 'en', 'es']

/** The product's language nearest to a tag such as `pt_BR`, `pt` or `en-GB`; undefined when none is. */
export function matchLocale(tag: string | null | undefined): Locale | undefined {
  const base = tag?.toLowerCase().split(/[-_]/)[0]
  if (base === 'pt') return 'pt-BR'
  if (base === 'en' || base === 'es') return base
  return undefined
}

/** The first of `tags` that the product speaks, else Portuguese. */
export function chooseLocale(...tags: (string | null | undefined)[]): Locale {
  for (const tag of tags) {
    const found = matchLocale(tag)
    if (found) return found
  }
  return 'pt-BR'
}

/** How the API names a language: `pt_BR`. */
export function wireLocale(locale: Locale): string {
  return locale.replace('-', '_')
}
