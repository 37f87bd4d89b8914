/** What the visitor wrote and the server has not confirmed, kept over a reload. Files are not kept: a page can't. */
import type { Draft, FormAnswers } from './types'

const DAYS = 7

export class Outbox {
  readonly #key: string
  readonly #site: string

  constructor(site: string) {
    this.#site = site
    this.#key = `guiche.outbox.${site}`
  }

  /** What is being written into a conversation, kept over a change of the page. */
  text(conversation: number): string {
    return this.#read(`text.${conversation}`) ?? ''
  }

  keepText(conversation: number, text: string): void {
    this.#write(`text.${conversation}`, text || undefined)
  }

  /** What a form took, until the message that goes with it is sent. */
  form(): FormAnswers | undefined {
    return this.#read('form')
  }

  keepForm(form: FormAnswers | undefined): void {
    this.#write('form', form)
  }

  #read<T>(what: string): T | undefined {
    try {
      return JSON.parse(localStorage.getItem(`guiche.${what}.${this.#site}`) ?? 'null') ?? undefined
    } catch {
      return undefined
    }
  }

  #write(what: string, value: unknown): void {
    try {
      if (value) localStorage.setItem(`guiche.${what}.${this.#site}`, JSON.stringify(value))
      else localStorage.removeItem(`guiche.${what}.${this.#site}`)
    } catch {
      // A browser without storage: it lives as long as the page.
    }
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
        .map(({ echo, conversation, text, quote, at, state, why, form }) => ({
          echo,
          conversation,
          text,
          quote,
          at,
          state,
          why,
          form,
        }))
      if (kept.length) localStorage.setItem(this.#key, JSON.stringify(kept))
      else localStorage.removeItem(this.#key)
    } catch {
      // A browser without storage: what is not sent lives as long as the page.
    }
  }
}
