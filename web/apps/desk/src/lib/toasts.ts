//! Notices, in the form that features use too.
import { toast as show } from '@guiche/ui'
import { ApiError } from '@guiche/core'
import { t } from './i18n.ts'

/** Shows a notice; `action` adds a button to it. */
export function toast(text: string, options: { kind?: 'info' | 'error'; action?: { label: string; run: () => void } } = {}): void {
  show(text, {
    ...(options.kind === 'error' && { tone: 'bad' as const }),
    ...(options.action && { action: options.action }),
  })
}

/** What a failed request says to a person: the server's words, else what we know. */
export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return t('error.generic')
  if (error.status === 0) return t('error.offline')
  // The words of a field stand without the field's name in front.
  const [field] = Object.values(error.fields)
  if (field) return field
  if (error.message && error.status < 500) return error.message
  return t('error.server')
}

/** Shows what went wrong. */
export function toastError(error: unknown): void {
  toast(errorText(error), { kind: 'error' })
}
