//! Roles, permissions and visibility as the routes give them.
import type { DeskContext } from '@guiche/core'

/** How far one sees. */
export type Level = 'all' | 'ours' | 'unassigned' | 'own'
/** The levels, the widest first. */
export const LEVELS: Level[] = ['all', 'ours', 'unassigned', 'own']

/** A role of the account. */
export interface Role {
  id: number
  name: string
  description: string | null
  permissions: string[]
  visibility: Level
  people: number[]
}

/** Something a role can give. */
export interface Permission {
  name: string
  group: string
  title: string
  about: string
  agents: boolean
  held: boolean
}

/** A role to start from. */
export interface Preset {
  key: string
  name: string
  description: string
  permissions: string[]
  visibility: Level
}

/** What roles are made of. */
export interface Known {
  permissions: Permission[]
  presets: Preset[]
}

/** An inbox or a team that says how far one sees in it. */
export interface Place {
  id: number
  visibility: Level | null
}

/** How far people see. */
export interface Sight {
  agents: Level
  inboxes: Place[]
  teams: Place[]
}

/** The account's roles. */
export const listRoles = (desk: DeskContext): Promise<Role[]> => desk.api.http.get<Role[]>(desk.api.path('custom_roles'))

/** Permissions by their group, in the order of the groups. */
export function grouped(permissions: Permission[]): [string, Permission[]][] {
  const groups = ['conversations', 'contacts', 'service', 'team', 'reports', 'channels', 'account']
  return groups
    .map((group): [string, Permission[]] => [group, permissions.filter((one) => one.group === group)])
    .filter(([, some]) => some.length > 0)
}
