//! Notices, in the form that features use too.
import { dismissToast, toast as show } from '@guiche/ui'
import { ApiError } from '@guiche/core'
import { t } from './i18n.ts'

let last: number | undefined

/** Shows a notice; `action` adds a button to it. */
export function toast(
  text: string,
  options: { kind?: 'info' | 'error'; action?: { label: string; run: () => void } } = {},
): void {
  // A newer notice with a button takes the place of the one before: what it would undo is no longer the last thing.
  if (last !== undefined && options.action) dismissToast(last)
  const id = show(text, {
    ...(options.kind === 'error' && { tone: 'bad' as const }),
    ...(options.action && { action: options.action }),
  })
  if (options.action) last = id
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
