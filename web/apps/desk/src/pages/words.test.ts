//! Words of the pages, features and channels: the same keys in every language, and every key used is there.
import { describe, expect, it } from 'vitest'

type Catalogue = Record<string, string>

const own = import.meta.glob<Catalogue>('../../locales/*.json', { eager: true, import: 'default' })
const plugged = import.meta.glob<Catalogue>(['../../../../../features/*/locales/{web,page}.*.json', '../../../../../channels/*/locales/web.*.json'], { eager: true, import: 'default' })
const pages = import.meta.glob<string>(['./**/*.{svelte,ts}', '!./**/*.test.ts'], { eager: true, import: 'default', query: '?raw' })
const desk = import.meta.glob<string>(['../**/*.{svelte,ts}', '!../**/*.test.ts'], { eager: true, import: 'default', query: '?raw' })
const folders = import.meta.glob<string>(['../../../../../features/*/web/**/*.{svelte,ts}', '../../../../../channels/*/web/**/*.{svelte,ts}', '!../**/*.test.ts'], { eager: true, import: 'default', query: '?raw' })

const LOCALES = ['pt-BR', 'en', 'es']

/** Catalogues of each folder that plugs in, by its name and language. */
const groups = new Map<string, Map<string, Catalogue>>()
for (const [path, words] of Object.entries(own)) {
  const [, name = 'desk', locale] = /locales\/(?:(\w+)\.)?(pt-BR|en|es)\.json$/.exec(path)!
  const group = `desk/${name}`
  if (!groups.has(group)) groups.set(group, new Map())
  groups.get(group)!.set(locale!, words)
}
for (const [path, words] of Object.entries(plugged)) {
  const [, name, locale] = /([\w-]+)\/locales\/(?:web|page)\.(.+)\.json$/.exec(path)!
  if (!groups.has(name!)) groups.set(name!, new Map())
  groups.get(name!)!.set(locale!, { ...groups.get(name!)!.get(locale!), ...words })
}
// Not the words of a plural's branches, which stand in braces too.
const placeholders = (text: string) => new Set([...text.matchAll(/(?<!(?:one|many|other|=\d)\s)\{(\w+)[,}]/g)].map((found) => found[1]!))

describe.each([...groups])('%s', (_name, languages) => {
  const source = languages.get('pt-BR')!

  it.each(LOCALES)('%s has every key, none more, none empty, the same placeholders', (locale) => {
    const words = languages.get(locale)!
    expect(Object.keys(words).sort()).toEqual(Object.keys(source).sort())
    for (const [key, text] of Object.entries(words)) {
      expect(text.trim(), key).not.toBe('')
      expect(placeholders(text), key).toEqual(placeholders(source[key]!))
    }
  })
})

describe('keys used', () => {
  const source = groups.get('desk/pages')!.get('pt-BR')!

  it('by the pages are in a catalogue of the desk', () => {
    const known = Object.assign({}, ...[...groups].filter(([name]) => name.startsWith('desk/')).map(([, languages]) => languages.get('pt-BR')))
    const used = Object.values(pages).flatMap((text) => [...text.matchAll(/\bt\('([\w.-]+)'/g)].map((found) => found[1]!))
    expect(used.length).toBeGreaterThan(100)
    expect(used.filter((key) => !(key in known))).toEqual([])
  })

  it('by features and channels are in their own catalogues', () => {
    const missing: string[] = []
    for (const text of Object.values(folders)) {
      for (const [, , name, key] of text.matchAll(/(['"`])([a-z_]+)\.([\w.-]+)\1/g)) {
        const words = groups.get(name!)?.get('pt-BR')
        if (words && !Object.hasOwn(words, key ?? '')) missing.push(`${name}.${key}`)
      }
    }
    expect(missing).toEqual([])
  })

  it('leave no word of the pages unused', () => {
    const all = [...Object.values(desk), ...Object.values(folders)].join('\n')
    expect(Object.keys(source).filter((key) => !all.includes(`'${key}'`))).toEqual([])
  })
})
