//! What a person chose about their own desk. Kept in the profile's `ui_settings`, theme and widths also here.
import type { Profile } from '@guiche/core'

export type Theme = 'light' | 'dark' | 'system'

/** Everything that can be chosen. */
export interface Choices {
  theme: Theme
  /** A language tag; empty follows the account. */
  locale: string
  /** Enter sends, Shift+Enter breaks the line; else the other way round. */
  enterSends: boolean
  /** Single-key shortcuts. */
  shortcuts: boolean
  /** Lines of the timeline between the messages. */
  activity: boolean
  /** Seconds in which a reply can be taken back; 0 sends at once. */
  undoSend: number
  /** Asks before sending when something arrived while one was writing. */
  holdSend: boolean
  /** How fast voice messages are played. */
  voiceRate: number
  detailsOpen: boolean
  listWidth: number
  detailsWidth: number
  sort: string
  folded: string[]
  /** How much a row of the list shows. */
  density: 'compact' | 'comfortable'
  /** Sections of the details in the order they were given. */
  detailsOrder: string[]
}

const DEFAULTS: Choices = {
  theme: 'system',
  locale: '',
  enterSends: true,
  shortcuts: true,
  activity: true,
  undoSend: 3,
  holdSend: true,
  voiceRate: 1,
  detailsOpen: true,
  listWidth: 348,
  detailsWidth: 296,
  sort: '',
  folded: [],
  density: 'compact',
  detailsOrder: [],
}
const KEY = 'guiche_desk'

class Prefs {
  #all = $state.raw<Choices>({ ...DEFAULTS, theme: storedTheme() })
  #others = $state.raw<Record<string, unknown>>({})
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Stores the settings on the server; set once someone is signed in. */
  save: ((settings: Record<string, unknown>) => Promise<unknown>) | undefined

  constructor() {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#paint())
  }

  get theme(): Theme {
    return this.#all.theme
  }
  get locale(): string {
    return this.#all.locale
  }
  get all(): Choices {
    return this.#all
  }

  /** Reads what the profile holds. */
  read(me: Profile): void {
    this.#others = me.ui_settings ?? {}
    const stored = this.#others[KEY]
    this.#all = {
      ...DEFAULTS,
      theme: storedTheme(),
      ...(typeof stored === 'object' ? (stored as Partial<Choices>) : {}),
    }
    this.#paint()
  }

  /** A setting of the profile that other parts of the product read too. */
  other(name: string): unknown {
    return this.#others[name]
  }
  setOther(name: string, value: unknown): void {
    this.#others = { ...this.#others, [name]: value }
    this.#store()
  }

  /** Changes a choice; it shows at once and is stored a moment later. */
  set<K extends keyof Choices>(name: K, value: Choices[K]): void {
    this.#all = { ...this.#all, [name]: value }
    if (name === 'theme') this.#paint()
    this.#store()
  }

  #store(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.save?.({ ...this.#others, [KEY]: this.#all }).catch(() => undefined), 600)
  }

  #paint(): void {
    const { theme } = this.#all
    try {
      localStorage.setItem('guiche.theme', theme)
    } catch {
      // The theme then only lasts as long as the page.
    }
    const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
    document.documentElement.classList.toggle('dark', dark)
  }
}

function storedTheme(): Theme {
  try {
    const theme = localStorage.getItem('guiche.theme')
    return theme === 'light' || theme === 'dark' ? theme : 'system'
  } catch {
    return 'system'
  }
}

/** The one set of choices. */
export const prefs = new Prefs()
