//! What a mounted feature may use.
import type { DeskContext } from '@guiche/core'
import { words } from './i18n.ts'
import { router } from './router.svelte.ts'
import { inAccount, session } from './session.svelte.ts'
import { toast } from './toasts.ts'

/** The context of the open account. */
export function deskContext(): DeskContext {
  return {
    api: session.api,
    me: session.me!,
    accountId: session.account?.id ?? 0,
    administrator: session.administrator,
    toast,
    go: (path) => router.go(inAccount(path)),
    t: words,
    locale: session.locale,
  }
}
