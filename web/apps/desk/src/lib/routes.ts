//! Which page an address shows. Pages load when first opened.
import type { Component } from 'svelte'
import { matchPath } from './router.svelte.ts'

type PageLoader = () => Promise<{
  default: Component<Record<string, never>> | Component<{ params: Record<string, string> }>
}>

/** A page and the parts of its address. `shell` pages stand inside the sidebar. */
export interface Route {
  pattern: string
  load: PageLoader
  area: 'public' | 'inbox' | 'settings'
}

const inbox: PageLoader = () => import('../inbox/Inbox.svelte')
const settings: PageLoader = () => import('../pages/settings/Settings.svelte')

const ROUTES: Route[] = [
  { pattern: '/sign-in', load: () => import('../pages/auth/SignIn.svelte'), area: 'public' },
  { pattern: '/setup', load: () => import('../pages/setup/Setup.svelte'), area: 'public' },
  { pattern: '/invitation/:token', load: () => import('../pages/invitation/Invitation.svelte'), area: 'public' },
  { pattern: '/accounts/:account/settings/*', load: settings, area: 'settings' },
  { pattern: '/accounts/:account/profile', load: () => import('../pages/profile/Profile.svelte'), area: 'settings' },
  { pattern: '/accounts/:account/*', load: inbox, area: 'inbox' },
]

/** The route of a path with the parts it names; undefined when there is none. */
export function routeOf(path: string): { route: Route; params: Record<string, string> } | undefined {
  for (const route of ROUTES) {
    const params = matchPath(route.pattern, path)
    if (params) return { route, params }
  }
  return undefined
}
