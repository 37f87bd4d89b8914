//! Colour sums: contrast as WCAG 2 counts it, sRGB and OKLCH, and the ink a brand colour gets.

type Rgb = [number, number, number]

/** Reads `#RGB` or `#RRGGBB`; null when it is neither. */
export function parseHex(text: string): Rgb | null {
  const hex = text.trim().replace(/^#/, '')
  const full = hex.length === 3 ? [...hex].map((c) => c + c).join('') : hex
  if (!/^[0-9a-f]{6}$/i.test(full)) return null
  return [0, 2, 4].map((at) => parseInt(full.slice(at, at + 2), 16) / 255) as Rgb
}

/** `#RRGGBB` of a colour whose parts run from 0 to 1. */
export function toHex(rgb: Rgb): string {
  return '#' + rgb.map((c) => Math.round(clamp(c) * 255).toString(16).padStart(2, '0')).join('').toUpperCase()
}

/** WCAG 2 contrast of two colours, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** What a brand colour turns into under text. */
export interface BrandInk {
  /** The colour behind the text; the brand's own unless `moved`. */
  fill: string
  /** The text's colour. */
  ink: string
  /** Contrast of the two. */
  ratio: number
  kind: 'white' | 'moved' | 'dark'
}

/** White text if it reads; else a slightly darker fill; else dark text on the untouched colour. */
export function brandInk(hex: string): BrandInk | null {
  const rgb = parseHex(hex)
  if (!rgb) return null
  const white: Rgb = [1, 1, 1]
  const enough = 4.55
  if (contrast(rgb, white) >= enough) return ink(rgb, white, 'white')
  const [l, c, h] = toOklch(rgb)
  for (let step = 0.005; step <= 0.08; step += 0.005) {
    const darker = fromOklch(l - step, c, h)
    if (contrast(darker, white) >= enough) return ink(darker, white, 'moved')
  }
  return ink(rgb, fromOklch(0.2, Math.min(c, 0.03), h), 'dark')
}

function ink(fill: Rgb, text: Rgb, kind: BrandInk['kind']): BrandInk {
  return { fill: toHex(fill), ink: toHex(text), ratio: contrast(fill, text), kind }
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}

function linear(c: number): number {
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
}

function gamma(c: number): number {
  return c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map(linear) as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function toOklch(rgb: Rgb): [number, number, number] {
  const [r, g, b] = rgb.map(linear) as Rgb
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, Math.hypot(a, bb), Math.atan2(bb, a)]
}

function fromOklch(l: number, c: number, h: number): Rgb {
  const [a, b] = [c * Math.cos(h), c * Math.sin(h)]
  const x = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const y = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const z = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
    -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
    -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
  ].map((part) => clamp(gamma(part))) as Rgb
}

/** The hue (0 to 359) of a `#RRGGBB`; null for a text that is no colour. */
export function hueOfHex(hex: string): number | null {
  const rgb = parseHex(hex)
  return rgb && (Math.round((toOklch(rgb)[2] * 180) / Math.PI) + 360) % 360
}

/** The `#RRGGBB` that a label of this hue is stored with; drawn as `oklch(.65 .14 hue)`. */
export function hexOfHue(hue: number): string {
  return toHex(fromOklch(0.65, 0.14, (hue * Math.PI) / 180))
}
