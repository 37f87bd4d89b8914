import { readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const folder = resolve(import.meta.dirname, '../../public/words')
const read = (tag: string): Record<string, string> => JSON.parse(readFileSync(resolve(folder, `${tag}.json`), 'utf8'))
const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!).toSorted()

test('three languages say the same, with the same placeholders', () => {
  expect(readdirSync(folder).toSorted()).toEqual(['en.json', 'es.json', 'pt-BR.json'])
  const first = read('pt-BR')
  for (const tag of ['en', 'es']) {
    const other = read(tag)
    expect(Object.keys(other).toSorted()).toEqual(Object.keys(first).toSorted())
    for (const [key, text] of Object.entries(first)) {
      expect(other[key]?.trim(), `${tag} ${key}`).toBeTruthy()
      expect(names(other[key]!), `${tag} ${key}`).toEqual(names(text))
    }
  }
})
