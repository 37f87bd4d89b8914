//! What a mounted feature may use.
import type { DeskContext } from '@guiche/core'
import { hub } from '../state/hub.svelte.ts'
import { shell } from '../shell/shell.svelte.ts'
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
    may: (permission) => session.may(permission),
    toast,
    go: (path) => router.go(inAccount(path)),
    t: words,
    locale: session.locale,
    listen: (run) => hub.listen(run),
    onScreen: () => hub.onScreen,
    available: () => (session.account?.availability ?? session.account?.availability_status) === 'online',
    badge: (unread) => (shell.unread = unread),
  }
}
