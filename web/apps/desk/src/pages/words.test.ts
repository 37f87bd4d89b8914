//! Words of the pages, features and channels: the same keys in every language, and every key used is there.
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../../../..')
const locales = ['pt-BR', 'en', 'es']
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>

/** Folders that plug in and bring words for the desk. */
const plugged = ['features', 'channels'].flatMap((group) =>
  readdirSync(join(root, group))
    .map((name) => join(root, group, name))
    .filter((folder) => statSync(join(folder, 'web'), { throwIfNoEntry: false })?.isDirectory()),
)
const catalogues: [string, (locale: string) => string][] = [
  ['pages', (locale) => join(root, `web/apps/desk/locales/pages.${locale}.json`)],
  ...plugged.map((folder): [string, (locale: string) => string] => [basename(folder), (locale) => join(folder, `locales/web.${locale}.json`)]),
]

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(svelte|ts)$/.test(name) && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
}
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)[,}]/g)].map((found) => found[1]).filter((name) => name !== 'n').sort().join()

describe.each(catalogues)('%s', (_name, path) => {
  const source = read(path('pt-BR'))

  it.each(locales)('%s has every key, none more, none empty, the same placeholders', (locale) => {
    const words = read(path(locale))
    expect(Object.keys(words).sort()).toEqual(Object.keys(source).sort())
    for (const [key, text] of Object.entries(words)) {
      expect(text.trim(), key).not.toBe('')
      expect(new Set(placeholders(text).split(',')), key).toEqual(new Set(placeholders(source[key]!).split(',')))
    }
  })
})

describe('keys used', () => {
  it('by the pages are in a catalogue of the desk', () => {
    const known = new Set([...Object.keys(read(catalogues[0]![1]('pt-BR'))), ...Object.keys(read(join(root, 'web/apps/desk/locales/pt-BR.json')))])
    const used = sources(join(root, 'web/apps/desk/src/pages')).flatMap((text) => [...text.matchAll(/\bt\('([\w.-]+)'/g)].map((found) => found[1]!))
    expect(used.length).toBeGreaterThan(100)
    expect(used.filter((key) => !known.has(key))).toEqual([])
  })

  it.each(plugged)('by %s are in its own catalogue', (folder) => {
    const name = basename(folder)
    const known = read(join(folder, 'locales/web.pt-BR.json'))
    const used = sources(join(folder, 'web')).flatMap((text) => [...text.matchAll(/desk\.t\([^)]*?'([\w.-]+)'(?:\s*:\s*'([\w.-]+)')?/g)].flatMap((found) => [found[1], found[2]]).filter((key): key is string => !!key))
    expect(used.filter((key) => key.startsWith(`${name}.`) && !(key.slice(name.length + 1) in known))).toEqual([])
  })

  it('by the pages leave no word of theirs unused', () => {
    const all = ['web/apps/desk/src', 'features', 'channels'].flatMap((folder) => sources(join(root, folder))).join('\n')
    expect(Object.keys(read(catalogues[0]![1]('pt-BR'))).filter((key) => !all.includes(`'${key}'`))).toEqual([])
  })
})
