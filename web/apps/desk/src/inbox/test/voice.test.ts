import { describe, expect, it } from 'vitest'
import { peaksOf, troubleOf } from '../composer/voice/recorder.svelte.ts'
import { barsOf, clockText } from '../thread/media/playing.ts'

describe('voice', () => {
  it('makes 64 peaks of any length', () => {
    expect(peaksOf([])).toHaveLength(64)
    expect(peaksOf([1])).toHaveLength(64)
    const long = peaksOf(Array.from({ length: 1000 }, (_, i) => i / 999))
    expect(long).toHaveLength(64)
    expect(long.at(-1)).toBe(255)
    expect(Math.min(...long)).toBeGreaterThanOrEqual(0)
  })
  it('draws bars of what it has, flat where it has nothing', () => {
    expect(barsOf(undefined, 4)).toEqual([0.12, 0.12, 0.12, 0.12])
    expect(barsOf([0, 128, 255, 0], 4)).toEqual([0.12, 128 / 255, 1, 0.12])
    expect(barsOf([1, 2, 3], 44)).toHaveLength(44)
  })
  it('says why there is no recording', () => {
    expect(troubleOf(new DOMException('', 'NotAllowedError'))).toBe('voice.denied')
    expect(troubleOf(new DOMException('', 'NotFoundError'))).toBe('voice.no_mic')
    expect(troubleOf(new DOMException('', 'NotReadableError'))).toBe('voice.mic_busy')
    expect(troubleOf(new Error('x'))).toBe('voice.unsupported')
  })
  it('writes times', () => {
    expect([0, 9.9, 65, 600].map(clockText)).toEqual(['0:00', '0:09', '1:05', '10:00'])
  })
})
