//! The picture that is shown large, and the document that is previewed.
import type { Attachment } from '@guiche/core'

class Lightbox {
  files = $state.raw<readonly Attachment[]>([])
  at = $state(0)
  open = $state(false)
  document = $state.raw<Attachment>()
  /** What had the focus before. */
  #from: HTMLElement | null = null

  show(files: readonly Attachment[], at: number): void {
    this.#from = document.activeElement as HTMLElement | null
    this.files = files
    this.at = Math.max(0, at)
    this.open = true
  }

  close(): void {
    this.open = false
    this.#from?.focus()
  }

  move(step: number): void {
    this.at = Math.min(this.files.length - 1, Math.max(0, this.at + step))
  }
}

/** The one light box. */
export const lightbox = new Lightbox()
