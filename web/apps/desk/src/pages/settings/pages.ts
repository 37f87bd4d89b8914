//! The pages of the settings, in the order of the tree. Only what exists is here; features add their own.
import type { SettingsSlotProps } from '@guiche/core'
import type { Icon } from '@guiche/ui'
import Building2 from '@lucide/svelte/icons/building-2'
import Inbox from '@lucide/svelte/icons/inbox'
import UserRound from '@lucide/svelte/icons/user-round'
import Users from '@lucide/svelte/icons/users'
import UsersRound from '@lucide/svelte/icons/users-round'
import type { Component } from 'svelte'
import { features } from '../../lib/features.ts'
import { t, words, type Key } from '../../lib/i18n.ts'
import { matchPath } from '../../lib/router.svelte.ts'
import { session } from '../../lib/session.svelte.ts'
import { directory } from '../../state/directory.svelte.ts'

/** Props of a page of the desk itself. */
export interface PageProps {
  params: Record<string, string>
}

/** A line of the settings tree. */
export interface TreeEntry {
  path: string
  title: string
  icon: Icon
  /** Words of the page that the search finds it by. */
  finds: string
  count?: number
}

interface OwnPage {
  path: string
  title: Key
  icon: Icon
  finds: Key
  group: 'organisation' | 'service' | 'personal'
  administrators: boolean
  count?: () => number
}

const PAGES: OwnPage[] = [
  { path: 'account', title: 'account.title', icon: Building2, finds: 'account.finds', group: 'organisation', administrators: true },
  { path: 'agents', title: 'people.title', icon: Users, finds: 'people.finds', group: 'organisation', administrators: true, count: () => directory.agents.length },
  { path: 'teams', title: 'teams.title', icon: UsersRound, finds: 'teams.finds', group: 'organisation', administrators: true, count: () => directory.teams.length },
  { path: 'inboxes', title: 'inboxes.title', icon: Inbox, finds: 'inboxes.finds', group: 'service', administrators: true, count: () => directory.inboxes.length },
]

type Loaded = Promise<{ default: Component<PageProps> }>
type Loader = () => Loaded
const load = (page: () => Promise<{ default: unknown }>): Loader => page as Loader

const ROUTES: [string, Loader, boolean][] = [
  ['account', load(() => import('./account/Account.svelte')), true],
  ['agents', load(() => import('./people/People.svelte')), true],
  ['teams', load(() => import('./teams/Teams.svelte')), true],
  ['teams/:id', load(() => import('./teams/TeamPage.svelte')), true],
  ['inboxes', load(() => import('./inboxes/Inboxes.svelte')), true],
  ['inboxes/new', load(() => import('./inboxes/NewInbox.svelte')), true],
  ['inboxes/:id', load(() => import('./inboxes/InboxPage.svelte')), true],
  ['inboxes/:id/:tab', load(() => import('./inboxes/InboxPage.svelte')), true],
]

/** The page of an address below `/settings/`. */
export type Found = { kind: 'own'; pattern: string; load: Loader; params: Record<string, string> } | { kind: 'feature'; path: string; load: () => Promise<{ default: Component<SettingsSlotProps> }> }

/** Finds the page; undefined when there is none, or none for this person. */
export function pageOf(rest: string): Found | undefined {
  for (const [pattern, loader, administrators] of ROUTES) {
    const params = matchPath(pattern, rest)
    if (params && (!administrators || session.administrator)) return { kind: 'own', pattern: pattern.replace('/:tab', ''), load: loader, params }
  }
  for (const feature of features) {
    const page = feature.settings?.find((one) => one.path === rest)
    if (page && (!page.administrators || session.administrator)) {
      return { kind: 'feature', path: rest, load: page.load as () => Promise<{ default: Component<SettingsSlotProps> }> }
    }
  }
  return undefined
}

/** The tree as this person sees it: groups with their entries. */
export function tree(): { key: string; title: string; entries: TreeEntry[] }[] {
  const own = (group: OwnPage['group']): TreeEntry[] =>
    PAGES.filter((page) => page.group === group && (!page.administrators || session.administrator)).map((page) => ({
      path: `/settings/${page.path}`,
      title: t(page.title),
      icon: page.icon,
      finds: t(page.finds),
      ...(page.count && { count: page.count() }),
    }))
  const plugged = features.flatMap((feature) =>
    (feature.settings ?? [])
      .filter((page) => !page.administrators || session.administrator)
      .map((page) => ({
        path: `/settings/${page.path}`,
        title: words(`${feature.name}.${page.title}`),
        icon: page.icon as Icon,
        finds: words(`${feature.name}.finds`),
      })),
  )
  const profile: TreeEntry = { path: '/profile', title: t('profile.title'), icon: UserRound, finds: t('profile.finds') }
  return [
    { key: 'organisation', title: t('settings.organisation'), entries: own('organisation') },
    { key: 'service', title: t('settings.service'), entries: [...own('service'), ...plugged] },
    { key: 'personal', title: t('settings.personal'), entries: [profile] },
  ].filter((group) => group.entries.length > 0)
}
