//! Which page an address shows. Pages load when first opened.
import type { Component } from 'svelte'
import { features } from './features.ts'
import { allWords } from './i18n.ts'
import { matchPath } from './router.svelte.ts'

type PageLoader = () => Promise<{
  default: Component<Record<string, never>> | Component<{ params: Record<string, string> }>
}>

/** The parts of the desk: each has a place in the dock and a tree of its own. */
export type Area = 'public' | 'inbox' | 'contacts' | 'settings'

/** A page and the parts of its address. `shell` pages stand inside the sidebar. */
export interface Route {
  pattern: string
  load: PageLoader
  area: Area
}

const inbox: PageLoader = () => import('../inbox/Inbox.svelte')
const contacts: PageLoader = () => import('../contacts/Contacts.svelte')
const settings: PageLoader = () => import('../pages/settings/Settings.svelte')

/** Words come behind those of the inbox: every other page waits for them. */
function withWords(route: Route): Route {
  if (route.load === inbox) return route
  return { ...route, load: async () => (await Promise.all([route.load(), allWords()]))[0] }
}

const PAGES: Route[] = [
  { pattern: '/sign-in', load: () => import('../pages/auth/SignIn.svelte'), area: 'public' },
  { pattern: '/setup', load: () => import('../pages/setup/Setup.svelte'), area: 'public' },
  { pattern: '/forgot', load: () => import('../pages/auth/Forgot.svelte'), area: 'public' },
  { pattern: '/password/:token', load: () => import('../pages/auth/NewPassword.svelte'), area: 'public' },
  { pattern: '/confirmation/:token', load: () => import('../pages/auth/Confirmation.svelte'), area: 'public' },
  { pattern: '/invitation/:token', load: () => import('../pages/invitation/Invitation.svelte'), area: 'public' },
  { pattern: '/accounts/:account/settings/*', load: settings, area: 'settings' },
  { pattern: '/accounts/:account/profile', load: () => import('../pages/profile/Profile.svelte'), area: 'settings' },
  { pattern: '/accounts/:account/contacts/*', load: contacts, area: 'contacts' },
  ...features
    .flatMap((f) => f.pages ?? [])
    .map<Route>((page) => ({
      pattern: `/accounts/:account/${page.path}${page.tree || page.deep ? '/*' : ''}`,
      load: () => import('../pages/shared/FeaturePage.svelte'),
      area: page.area ?? 'inbox',
    })),
  { pattern: '/accounts/:account/*', load: inbox, area: 'inbox' },
]
const ROUTES = PAGES.map(withWords)

/** The route of a path with the parts it names; undefined when there is none. */
export function routeOf(path: string): { route: Route; params: Record<string, string> } | undefined {
  for (const route of ROUTES) {
    const params = matchPath(route.pattern, path)
    if (params) return { route, params }
  }
  return undefined
}
