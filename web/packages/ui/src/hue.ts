//! Hues: a person's from the id, a label's from its stored colour.

/** A hue from 0 to 359 that stays the same for an id; neighbours are far apart. */
export function hueOf(id: number | string): number {
  const number = typeof id === 'number' ? id : [...id].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) >>> 0, 7)
  return Math.round((number * 137.508) % 360)
}

/** Initials: first letters of the first and the last word; `one` gives the first only. */
export function initials(name: string, one = false): string {
  const parts = name.trim().split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const first = letter(parts[0])
  if (one || parts.length < 2) return first
  return first + letter(parts[parts.length - 1])
}

function letter(word = ''): string {
  return (word.match(/[\p{L}\p{N}]/u)?.[0] ?? '').toLocaleUpperCase('pt-BR')
}
