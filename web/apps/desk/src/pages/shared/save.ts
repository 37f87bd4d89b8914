//! Saving a form: one at a time, the server's words beside the fields, what was typed kept.
import type { Draft } from '@guiche/ui'
import { t } from '../../lib/i18n.ts'
import { toastError, toast } from '../../lib/toasts.ts'

/** Runs `send`; on success what is typed counts as saved. Answers whether it went well. */
export async function save<Values extends object>(draft: Draft<Values>, send: () => Promise<unknown>, done = t('form.saved')): Promise<boolean> {
  if (draft.busy) return false
  draft.busy = true
  try {
    await send()
    draft.settle()
    if (done) toast(done)
    return true
  } catch (error) {
    if (!draft.refuse(error)) toastError(error)
    return false
  } finally {
    draft.busy = false
  }
}

/** An e-mail that could be one; `null` when fine, else what to say. */
export function checkEmail(email: string): string | null {
  const text = email.trim()
  if (!text) return t('form.emailMissing')
  if (!/^[^\s@]+@[^\s@]+$/.test(text)) return t('form.emailWrong')
  return /\.[^.\s]{2,}$/.test(text) ? null : t('form.emailEnding')
}

/** A name that is there; `null` when fine. */
export function checkName(name: string): string | null {
  return name.trim() ? null : t('form.nameMissing')
}

/** A password that is long enough; `null` when fine. */
export function checkPassword(password: string): string | null {
  if (!password) return t('form.passwordMissing')
  return [...password].length < 8 ? t('form.passwordShort') : null
}
