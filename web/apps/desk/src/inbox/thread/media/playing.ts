//! Voice messages: one plays at a time, and which were heard is remembered.

const KEY = 'guiche.heard'
const MOST = 500
let current: HTMLAudioElement | undefined
let heard: Set<number> | undefined

/** Takes the floor: whatever played before stops. */
export function takeFloor(audio: HTMLAudioElement): void {
  if (current !== audio) current?.pause()
  current = audio
}

function read(): Set<number> {
  if (heard) return heard
  try {
    heard = new Set(JSON.parse(localStorage.getItem(KEY) ?? '[]') as number[])
  } catch {
    heard = new Set()
  }
  return heard
}

/** Whether this file was played here. */
export function wasHeard(id: number): boolean {
  return read().has(id)
}

export function markHeard(id: number): void {
  const all = read()
  if (all.has(id)) return
  all.add(id)
  try {
    localStorage.setItem(KEY, JSON.stringify([...all].slice(-MOST)))
  } catch {
    // Then it is only known as long as the page is open.
  }
}

/** `0:24` */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

/** Bars of a waveform, 0 to 1, as many as asked, from peaks of 0 to 255. Silence still shows as a dot. */
export function barsOf(peaks: readonly number[] | undefined, count: number): number[] {
  if (!peaks?.length) return Array.from({ length: count }, () => 0.12)
  const most = Math.max(32, ...peaks)
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * peaks.length) / count)
    const to = Math.max(from + 1, Math.floor(((i + 1) * peaks.length) / count))
    return Math.max(0.12, Math.max(...peaks.slice(from, to)) / most)
  })
}
