//! Words of the desk. `pt-BR` is the source of the keys' types; every language is its own lazy chunk.
import { Formats, I18n, type Args, type Catalog, type Locale } from '@guiche/core'
import { setUiLocale } from '@guiche/ui'
import type filterWords from '../../locales/filters.pt-BR.json'
import type contactWords from '../../locales/contacts.pt-BR.json'
import type inboxWords from '../../locales/pt-BR.json'
import type importWords from '../../locales/import.pt-BR.json'
import type doorWords from '../../locales/doors.pt-BR.json'
import type pageWords from '../../locales/pages.pt-BR.json'
import type shellWords from '../../locales/shell.pt-BR.json'
import type threadWords from '../../locales/thread.pt-BR.json'
import type serviceWords from '../../locales/service.pt-BR.json'
import { whenIdle } from './browser.ts'
import { features } from './features.ts'

/** A key of the desk's own catalogues. */
export type Key =
  | keyof typeof filterWords
  | keyof typeof inboxWords
  | keyof typeof pageWords
  | keyof typeof shellWords
  | keyof typeof threadWords
  | keyof typeof doorWords
  | keyof typeof serviceWords
  | keyof typeof contactWords
  | keyof typeof importWords

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

/** When words come: with the first page, with a conversation, or with whatever else shows them. */
type Stage = 'first' | 'conversation' | 'rest'
const EARLY = ['', 'shell.']
const LATE = ['doors.', 'import.', 'pages.', 'service.']

const asked: Partial<Record<Stage, Promise<void>>> = {}
let chosen: () => void = () => undefined
const language = new Promise<void>((resolve) => (chosen = resolve))
let load = (stage: Stage): Promise<void> => language.then(() => load(stage))

function come(stage: Stage): Promise<void> {
  const mine = (asked[stage] ??= load(stage))
  // What did not come is asked for again the next time.
  mine.catch(() => asked[stage] === mine && delete asked[stage])
  return mine
}

/** Resolves once the words of a conversation are there, those of features among them. */
export function conversationWords(): Promise<void> {
  return come('conversation')
}

/** Resolves once every word is there. Whatever shows words of pages or of features without a part of the first page waits for it. */
export async function allWords(): Promise<void> {
  await Promise.all([come('conversation'), come('rest')])
}

/** Loads a language: what the first page needs, and in a quiet moment the rest. */
export async function loadLocale(locale: Locale): Promise<void> {
  const own = Object.entries(catalogs).filter(([path]) => new RegExp(`/(\\w+\\.)?${locale}\\.json$`).test(path))
  const among = (path: string, areas: string[]): boolean => areas.some((area) => path.endsWith(`/${area}${locale}.json`))
  const stageOf = (path: string): Stage => (among(path, EARLY) ? 'first' : among(path, LATE) ? 'rest' : 'conversation')
  const read = async (stage: Stage): Promise<{ name: string | undefined; words: Catalog }[]> =>
    Promise.all([
      ...own
        .filter(([path]) => stageOf(path) === stage)
        .map(async ([, read]) => ({ name: undefined, words: (await read()).default })),
      ...features
        .filter((f) => (isFirst(f) ? 'first' : 'conversation') === stage)
        .map(async (f) => ({ name: f.name, words: f.locales ? (await f.locales[locale]()).default : {} })),
    ])
  const first = await read('first')
  i18n.reset(locale)
  for (const part of first) i18n.add(part.words, part.name)
  delete asked.conversation
  delete asked.rest
  load = async (stage) => {
    const parts = await read(stage)
    if (i18n.locale === locale) for (const part of parts) i18n.add(part.words, part.name)
  }
  chosen()
  // A page that needs them says so; here nobody waits.
  whenIdle(() => void allWords().catch(() => undefined))
  formats = new Formats(locale)
  setUiLocale(locale)
  document.documentElement.lang = locale
}

/** Adds the words that a feature's pages alone say. */
export async function addPageWords(f: (typeof features)[number]): Promise<void> {
  const { locale } = i18n
  const read = await f.pageWords?.[locale]()
  if (read && locale === i18n.locale) i18n.add(read.default, f.name)
}

/** Whether a feature has a part of the first page. */
function isFirst(f: (typeof features)[number]): boolean {
  return Boolean(f.nav ?? f.headerAction ?? f.conversationChoices ?? f.pages)
}
