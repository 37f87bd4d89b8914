//! Finding by a few letters: accents and case don't count, beginnings of words count more. Pure.
import { fold } from '@guiche/core'

/** How well `text` fits the words of `query`; 0 is not at all. */
export function score(text: string, query: string): number {
  const wanted = fold(query).split(/\s+/).filter(Boolean)
  if (!wanted.length) return 1
  const words = fold(text)
    .split(/[^\p{L}\p{N}#]+/u)
    .filter(Boolean)
  let sum = 0
  for (const word of wanted) {
    const best = Math.max(0, ...words.map((w, i) => fit(w, word) * (i === 0 ? 1.2 : 1)))
    if (best === 0) return 0
    sum += best
  }
  // The shorter of two equal ones is the nearer.
  return sum / wanted.length - Math.min(words.length, 20) / 100
}

/** One word against what was typed: its beginning, a part of it, or its letters in order. */
function fit(word: string, typed: string): number {
  if (word === typed) return 4
  if (word.startsWith(typed)) return 3
  if (typed.length > 1 && word.includes(typed)) return 1.5
  return typed.length > 2 && inOrder(word, typed) ? 0.6 : 0
}

/** Whether the letters stand in `word` in this order, from its first one on. */
function inOrder(word: string, letters: string): boolean {
  if (word[0] !== letters[0]) return false
  let at = 0
  for (const letter of word) if (letter === letters[at]) at++
  return at === letters.length
}

/** Those that fit, the best first; their order decides between equals. */
export function find<T extends { title: string; finds?: string | undefined }>(all: readonly T[], query: string): T[] {
  return all
    .map((one, i) => ({ one, i, fits: Math.max(score(one.title, query), score(`${one.title} ${one.finds ?? ''}`, query) * 0.8) }))
    .filter((x) => x.fits > 0)
    .sort((a, b) => b.fits - a.fits || a.i - b.i)
    .map((x) => x.one)
}
