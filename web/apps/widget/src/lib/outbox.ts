/** What the visitor wrote and the server has not confirmed, kept over a reload. Files are not kept: a page can't. */
import type { Draft } from './types'

const DAYS = 7

export class Outbox {
  readonly #key: string

  constructor(site: string) {
    this.#key = `guiche.outbox.${site}`
  }

  read(): Draft[] {
    try {
      const kept: Draft[] = JSON.parse(localStorage.getItem(this.#key) ?? '[]')
      const since = Date.now() - DAYS * 86_400_000
      return kept
        .filter((draft) => draft.text && draft.at > since)
        .map((draft) => ({ ...draft, tried: true, state: draft.state === 'failed' ? 'failed' : 'waiting' }))
    } catch {
      return []
    }
  }

  write(drafts: Draft[]): void {
    try {
      const kept = drafts
        .filter((draft) => !draft.file)
        .map(({ echo, conversation, text, quote, at, state, why }) => ({
          echo,
          conversation,
          text,
          quote,
          at,
          state,
          why,
        }))
      if (kept.length) localStorage.setItem(this.#key, JSON.stringify(kept))
      else localStorage.removeItem(this.#key)
    } catch {
      // A browser without storage: what is not sent lives as long as the page.
    }
  }
}
