//! The pages of the settings, in the order of the tree. Only what exists is here; features add their own.
import type { SettingsSlotProps } from '@guiche/core'
import type { Icon } from '@guiche/ui'
import Building2 from '@lucide/svelte/icons/building-2'
import Inbox from '@lucide/svelte/icons/inbox'
import Mail from '@lucide/svelte/icons/mail'
import UserRound from '@lucide/svelte/icons/user-round'
import Users from '@lucide/svelte/icons/users'
import UsersRound from '@lucide/svelte/icons/users-round'
import type { Component } from 'svelte'
import { features } from '../../lib/features.ts'
import { addPageWords, t, words, type Key } from '../../lib/i18n.ts'
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
  permission: string
  count?: () => number
}

const PAGES: OwnPage[] = [
  {
    path: 'account',
    title: 'account.title',
    icon: Building2,
    finds: 'account.finds',
    group: 'organisation',
    permission: 'account_manage',
  },
  {
    path: 'mail',
    title: 'mailset.title',
    icon: Mail,
    finds: 'mailset.finds',
    group: 'organisation',
    permission: 'account_manage',
  },
  {
    path: 'agents',
    title: 'people.title',
    icon: Users,
    finds: 'people.finds',
    group: 'organisation',
    permission: 'agent_manage',
    count: () => directory.agents.length,
  },
  {
    path: 'teams',
    title: 'teams.title',
    icon: UsersRound,
    finds: 'teams.finds',
    group: 'organisation',
    permission: 'team_manage',
    count: () => directory.teams.length,
  },
  {
    path: 'inboxes',
    title: 'inboxes.title',
    icon: Inbox,
    finds: 'inboxes.finds',
    group: 'service',
    permission: 'inbox_manage',
    count: () => directory.inboxes.length,
  },
]

type Loaded = Promise<{ default: Component<PageProps> }>
type Loader = () => Loaded
const load = (page: () => Promise<{ default: unknown }>): Loader => page as Loader

const ROUTES: [string, Loader, string][] = [
  ['account', load(() => import('./account/Account.svelte')), 'account_manage'],
  ['mail', load(() => import('./mail/Mail.svelte')), 'account_manage'],
  ['agents', load(() => import('./people/People.svelte')), 'agent_manage'],
  ['teams', load(() => import('./teams/Teams.svelte')), 'team_manage'],
  ['teams/:id', load(() => import('./teams/TeamPage.svelte')), 'team_manage'],
  ['inboxes', load(() => import('./inboxes/Inboxes.svelte')), 'inbox_manage'],
  ['inboxes/new', load(() => import('./inboxes/NewInbox.svelte')), 'inbox_manage'],
  ['inboxes/:id', load(() => import('./inboxes/InboxPage.svelte')), 'inbox_manage'],
  ['inboxes/:id/:tab', load(() => import('./inboxes/InboxPage.svelte')), 'inbox_manage'],
]

/** The page of an address below `/settings/`. */
export type Found =
  | { kind: 'own'; pattern: string; load: Loader; params: Record<string, string> }
  | { kind: 'feature'; path: string; load: () => Promise<{ default: Component<SettingsSlotProps> }> }

const open = (page: { administrators?: boolean; permission?: string }): boolean =>
  (!page.administrators || session.administrator) && (!page.permission || session.may(page.permission))

/** Finds the page; undefined when there is none, or none for this person. */
export function pageOf(rest: string): Found | undefined {
  for (const [pattern, loader, permission] of ROUTES) {
    const params = matchPath(pattern, rest)
    if (params && session.may(permission))
      return { kind: 'own', pattern: pattern.replace('/:tab', ''), load: loader, params }
  }
  for (const feature of features) {
    const page = feature.settings?.find((one) => one.path === rest)
    if (page && open(page)) {
      const load = page.load as () => Promise<{ default: Component<SettingsSlotProps> }>
      return {
        kind: 'feature',
        path: rest,
        load: async () => (await Promise.all([load(), addPageWords(feature)]))[0],
      }
    }
  }
  return undefined
}

/** The tree as this person sees it: groups with their entries. */
export function tree(): { key: string; title: string; entries: TreeEntry[] }[] {
  const own = (group: OwnPage['group']): TreeEntry[] =>
    PAGES.filter((page) => page.group === group && session.may(page.permission)).map((page) => ({
      path: `/settings/${page.path}`,
      title: t(page.title),
      icon: page.icon,
      finds: t(page.finds),
      ...(page.count && { count: page.count() }),
    }))
  const plugged = (group: 'organisation' | 'service' | 'integrations' | 'personal'): TreeEntry[] => features.flatMap((feature) =>
    (feature.settings ?? [])
      .filter((page) => (page.group ?? 'service') === group && open(page))
      .map((page) => ({
        path: `/settings/${page.path}`,
        title: words(`${feature.name}.${page.title}`),
        icon: page.icon as Icon,
        finds: words(`${feature.name}.finds`),
      })),
  )
  const profile: TreeEntry = { path: '/profile', title: t('profile.title'), icon: UserRound, finds: t('profile.finds') }
  return [
    { key: 'organisation', title: t('settings.organisation'), entries: [...own('organisation'), ...plugged('organisation')] },
    { key: 'service', title: t('settings.service'), entries: [...own('service'), ...plugged('service')] },
    { key: 'integrations', title: t('settings.integrations'), entries: plugged('integrations') },
    { key: 'personal', title: t('settings.personal'), entries: [profile, ...plugged('personal')] },
  ].filter((group) => group.entries.length > 0)
}
