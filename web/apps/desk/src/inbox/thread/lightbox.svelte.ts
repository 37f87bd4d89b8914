//! The picture that is shown large.
import type { Attachment } from '@guiche/core'

class Lightbox {
  files = $state.raw<readonly Attachment[]>([])
  at = $state(0)
  open = $state(false)

  show(files: readonly Attachment[], at: number): void {
    this.files = files
    this.at = Math.max(0, at)
    this.open = true
  }

  move(step: number): void {
    this.at = (this.at + step + this.files.length) % this.files.length
  }
}

/** The one light box. */
export const lightbox = new Lightbox()
