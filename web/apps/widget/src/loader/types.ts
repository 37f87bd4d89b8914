/** What the loader and what is drawn share. */

// The page's settings and Chatwoot's object come from pages we don't know: checked where they are used.
export type Any = Record<string, any>

export interface Card {
  text: string
  answers?: string[]
  from?: null | { name: string; avatar_url?: string }
}

export interface Config {
  name: string
  locale: string
  theme: string
  position: string
  text: string
  /** For light and dark: fill, ink, text, badge, the badge's figure. */
  colors: string[][]
  greeting: null | (Card & { delay: number })
  words: Record<string, string>
}

export interface Context {
  api: Any
  config: Config
  unread: number
  /** Whether the visitor has written before. */
  known: boolean
  say(event: string, data?: object): void
  load(): void
}

export interface Ui {
  paint(): void
  show(card: Card): void
  close(): void
  hold(frame: HTMLElement): void
  focus(): void
  label(text: string): void
}
