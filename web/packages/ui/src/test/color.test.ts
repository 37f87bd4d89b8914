//! Contrast and ink: figures of the design, and every colour in eight steps.
import { describe, expect, it } from 'vitest'
import { brandInk, contrast, hexOfHue, hueOfHex, parseHex } from '../color'
import { hueOf, initials } from '../hue'

describe('brandInk', () => {
  it('meets the figures of the design', () => {
    expect(brandInk('#1B2A6B')).toMatchObject({ kind: 'white', fill: '#1B2A6B' })
    expect(brandInk('#1B2A6B')!.ratio).toBeCloseTo(13.2, 1)
    expect(brandInk('#FFD400')).toMatchObject({ kind: 'dark', fill: '#FFD400' })
    expect(brandInk('#FFD400')!.ratio).toBeCloseTo(12.6, 0)
    expect(brandInk('#F0342B')).toMatchObject({ kind: 'moved' })
    expect(brandInk('#F0342B')!.ratio).toBeGreaterThan(4.5)
  })

  it('reads on every colour', () => {
    const steps = [0, 36, 73, 109, 146, 182, 219, 255].map((n) => n.toString(16).padStart(2, '0'))
    for (const r of steps) for (const g of steps) for (const b of steps) {
      const { fill, ink } = brandInk(`#${r}${g}${b}`)!
      expect(contrast(parseHex(fill)!, parseHex(ink)!), `#${r}${g}${b}`).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('refuses what is no colour', () => {
    expect(brandInk('azul')).toBeNull()
    expect(brandInk('#12345')).toBeNull()
    expect(parseHex('#abc')).toEqual(parseHex('#aabbcc'))
  })
})

describe('hues', () => {
  it('come back from what is stored', () => {
    for (const hue of [0, 27, 90, 155, 262, 320]) expect(Math.abs(hueOfHex(hexOfHue(hue))! - hue)).toBeLessThanOrEqual(3)
  })
  it('differ between neighbours and stay', () => {
    expect(hueOf(1)).not.toBe(hueOf(2))
    expect(hueOf('x')).toBe(hueOf('x'))
  })
})

describe('initials', () => {
  it.each([['Ana Beatriz Souza', 'AS'], ['  maria ', 'M'], ['', ''], ['élida (loja)', 'ÉL'], ['😀 Bia', 'B']])('%s', (name, expected) => {
    expect(initials(name)).toBe(expected)
  })
})
