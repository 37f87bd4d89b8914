//! Files that are about to be sent: what the channel takes.
import type { Capabilities } from '@guiche/core'
import { formats, t } from '../../lib/i18n.ts'

/** Of the given files those that fit beside the chosen ones, and in words why others do not. */
export function admit(
  chosen: readonly { name: string }[],
  given: readonly File[],
  limits: Capabilities,
): { files: File[]; refused: string[] } {
  const files: File[] = []
  const refused: string[] = []
  for (const file of given) {
    if (file.size > limits.file_max)
      refused.push(
        t('file.too_large', { name: file.name, size: formats.size(file.size), limit: formats.size(limits.file_max) }),
      )
    else if (file.size === 0) refused.push(t('file.empty', { name: file.name }))
    else if (chosen.length + files.length >= limits.files_max) {
      refused.push(t('file.too_many', { n: limits.files_max }))
      break
    } else files.push(file)
  }
  return { files, refused }
}
