//! Rules and capacities as the server has them.
import type { DeskContext } from '@guiche/core'

/** Rules by which conversations are given out. */
export interface Policy {
  id: number
  name: string
  assignment_order: 'round_robin' | 'balanced'
  conversation_priority: 'earliest_created' | 'longest_waiting'
  fair_distribution_limit: number
  fair_distribution_window: number
  enabled: boolean
  online_only: boolean
  hand_back: boolean
  affinity_hours: number
  inboxes: { id: number; name: string }[]
  team_ids: number[]
}

/** What people may have at once. */
export interface Capacity {
  id: number
  name: string
  conversation_limit: number | null
  inbox_capacity_limits: { id: number; inbox_id: number; conversation_limit: number }[]
  team_limits: { team_id: number; conversation_limit: number }[]
  user_ids: number[]
}

/** A named thing to choose. */
export interface Named {
  id: number
  name: string
}

export const policies = (desk: DeskContext): Promise<Policy[]> =>
  desk.api.http.get(desk.api.path('assignment_policies'))

export const capacities = (desk: DeskContext): Promise<Capacity[]> =>
  desk.api.http.get(desk.api.path('agent_capacity_policies'))

/** Puts the wanted inboxes under rules and takes the others from under them. */
export async function placeInboxes(desk: DeskContext, policy: Policy, wanted: readonly number[]): Promise<void> {
  const { http } = desk.api
  const path = desk.api.path(`assignment_policies/${policy.id}/inboxes`)
  const now = policy.inboxes.map((one) => one.id)
  for (const id of wanted.filter((one) => !now.includes(one))) await http.post(path, { inbox_id: id })
  for (const id of now.filter((one) => !wanted.includes(one))) await http.delete(`${path}/${id}`)
}

/** Gives the wanted people a capacity and takes it from the others; the same for its inboxes. */
export async function placePeople(
  desk: DeskContext,
  capacity: Capacity,
  people: readonly number[],
  inboxes: ReadonlyMap<number, number>,
): Promise<void> {
  const { http } = desk.api
  const base = desk.api.path(`agent_capacity_policies/${capacity.id}`)
  for (const id of people.filter((one) => !capacity.user_ids.includes(one))) await http.post(`${base}/users`, { user_id: id })
  for (const id of capacity.user_ids.filter((one) => !people.includes(one))) await http.delete(`${base}/users/${id}`)
  for (const [inbox_id, conversation_limit] of inboxes) {
    const known = capacity.inbox_capacity_limits.find((one) => one.inbox_id === inbox_id)
    if (known?.conversation_limit !== conversation_limit) await http.post(`${base}/inbox_limits`, { inbox_id, conversation_limit })
  }
  for (const known of capacity.inbox_capacity_limits)
    if (!inboxes.has(known.inbox_id)) await http.delete(`${base}/inbox_limits/${known.id}`)
}
