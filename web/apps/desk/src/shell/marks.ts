//! Marks the words that were searched for, whatever their accents and case.
import { fold } from '@guiche/core'

/** A piece of text, found or not. */
export interface Mark {
  text: string
  hit: boolean
}

/** Splits `text` into what matches the words of `query` and what does not. */
export function mark(text: string, query: string): Mark[] {
  const wanted = fold(query)
    .split(/\s+/)
    .filter((w) => w.length > 0)
  if (!wanted.length || !text) return [{ text, hit: false }]
  // Folding keeps one position per character here: marks that stand alone are dropped with their letter.
  const chars = [...text]
  const folded = chars.map((c) => fold(c)[0] ?? '').join('')
  const hit = chars.map(() => false)
  for (const word of wanted) {
    for (let i = folded.indexOf(word); i >= 0; i = folded.indexOf(word, i + word.length)) {
      for (let k = i; k < i + word.length; k++) hit[k] = true
    }
  }
  const out: Mark[] = []
  for (const [i, char] of chars.entries()) {
    const last = out.at(-1)
    if (last && last.hit === hit[i]) last.text += char
    else out.push({ text: char, hit: hit[i] ?? false })
  }
  return out
}
