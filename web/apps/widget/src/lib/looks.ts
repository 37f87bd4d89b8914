/** Puts the brand's colours and the theme on the page; the colours were worked out by the server. */
import type { Boot, Theme } from './types'

const night = matchMedia('(prefers-color-scheme: dark)')

export class Looks {
  constructor(
    private colors: Boot['colors'],
    private theme: Theme,
  ) {
    night.addEventListener('change', () => this.apply())
    this.apply()
  }

  set(colors: Boot['colors'] | undefined, theme: Theme | undefined): void {
    this.colors = colors ?? this.colors
    this.theme = theme ?? this.theme
    this.apply()
  }

  private apply(): void {
    const dark = this.theme === 'dark' || (this.theme === 'auto' && night.matches)
    const root = document.documentElement
    root.dataset.theme = dark ? 'dark' : 'light'
    const { fill, ink, text, soft, header, header_ink } = this.colors[dark ? 'dark' : 'light']
    const values = { fill, 'on-fill': ink, text, soft, header, 'on-header': header_ink }
    for (const [name, value] of Object.entries(values)) root.style.setProperty(`--${name}`, value)
  }
}
