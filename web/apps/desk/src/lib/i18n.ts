//! Words of the desk. `pt-BR` is the source of the keys' types; every language is its own lazy chunk.
import { Formats, I18n, type Args, type Catalog, type Locale } from '@guiche/core'
import { setUiLocale } from '@guiche/ui'
import type inboxWords from '../../locales/pt-BR.json'
import type pageWords from '../../locales/pages.pt-BR.json'
import { features } from './features.ts'

/** A key of the desk's own catalogues. */
export type Key = keyof typeof inboxWords | keyof typeof pageWords

const catalogs = import.meta.glob<{ default: Catalog }>('../../locales/*.json')

/** The words in use. Changing the language mounts the app again, so nothing here is reactive. */
export const i18n = new I18n()
/** Dates, numbers and phones in the language in use. */
export let formats = new Formats('pt-BR')

/** Words of a key of the desk. */
export function t(key: Key, args?: Args): string {
  return i18n.t(key, args)
}

/** Words of a key that is only known at run time, such as a feature's. */
export function words(key: string, args?: Args): string {
  return i18n.t(key, args)
}

/** Loads a language: the desk's catalogues and every feature's. */
export async function loadLocale(locale: Locale): Promise<void> {
  const own = Object.entries(catalogs).filter(
    ([path]) => path.endsWith(`/${locale}.json`) || path.endsWith(`.${locale}.json`),
  )
  const parts = await Promise.all([
    ...own.map(async ([, load]) => ({ name: undefined, words: (await load()).default })),
    ...features.map(async (f) => ({ name: f.name, words: f.locales ? (await f.locales[locale]()).default : {} })),
  ])
  i18n.reset(locale)
  for (const part of parts) i18n.add(part.words, part.name)
  formats = new Formats(locale)
  setUiLocale(locale)
  document.documentElement.lang = locale
}
