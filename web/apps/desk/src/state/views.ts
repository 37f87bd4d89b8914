//! Which conversations a list shows: views of the sidebar, their addresses, questions to the server, and the same
//! rule again for events, so that a list stays right without asking.
import type { Conversation, ListQuery, Place, Status } from '@guiche/core'
import type { ConditionItem } from '../filters/conditions.ts'

/** The fixed views of the sidebar. */
export type FixedView =
  'queue' | 'mine' | 'unassigned' | 'all' | 'mentions' | 'unattended' | 'automatic' | 'pending' | 'snoozed' | 'history'

/** Who has it. */
export type Tab = 'me' | 'unassigned' | 'others' | 'all'

/** Which status a list shows. */
export type StatusFilter = Status | 'all'

/** How a list is ordered. */
export type Sort =
  | 'last_activity_at_desc'
  | 'created_at_desc'
  | 'created_at_asc'
  | 'priority_desc'
  | 'waiting_since_asc'
  | 'queued_at_asc'

/** What a list is about. */
export interface View {
  kind: FixedView | 'inbox' | 'team' | 'feature' | 'folder'
  /** Row id of the inbox, team or folder. */
  id?: number
  /** The feature's filter parameter and its value. */
  param?: string
  value?: string
  /** Only for views with tabs. */
  tab: Tab
  status: StatusFilter
  sort: Sort
  /** Only conversations of this team; for the queue's tabs. */
  team?: number
  /** Only what this person has; for those who supervise. */
  agent?: number
  /** Only conversations that meet these, beside the rest. */
  conditions?: readonly ConditionItem[]
}

export const FIXED_VIEWS: readonly FixedView[] = [
  'queue',
  'mine',
  'unassigned',
  'all',
  'mentions',
  'unattended',
  'automatic',
  'pending',
  'snoozed',
  'history',
]

const PLACES: Partial<Record<FixedView, Place>> = {
  queue: 'queue',
  automatic: 'automatic',
  pending: 'pending',
  snoozed: 'snoozed',
  history: 'finished',
}

/** Whether the view has the tabs Mine, Unassigned and All and a status filter. */
export function hasTabs(view: View): boolean {
  return ['all', 'inbox', 'team', 'feature', 'folder'].includes(view.kind)
}

/** The address of a view, without account and conversation. */
export function viewPath(view: Pick<View, 'kind' | 'id' | 'param' | 'value'>): string {
  if (view.kind === 'inbox' || view.kind === 'team' || view.kind === 'folder') return `/${view.kind}/${view.id}`
  if (view.kind === 'feature') return `/by/${view.param}/${encodeURIComponent(view.value ?? '')}`
  return `/${view.kind}`
}

/** What an address shows: the view and the open conversation. */
export interface Spot {
  view: Pick<View, 'kind' | 'id' | 'param' | 'value'>
  conversation: number | undefined
  /** Whether the phone shows the details. */
  details: boolean
}

/** Reads `queue/conversations/5`, `inbox/3`, `by/labels/vip`, `conversations/5`; undefined when nothing fits. */
export function readPath(rest: string): Spot | undefined {
  const parts = rest.split('/').filter(Boolean)
  const at = parts.indexOf('conversations')
  const head = at < 0 ? parts : parts.slice(0, at)
  const tail = at < 0 ? [] : parts.slice(at + 1)
  const number = tail[0] === undefined ? undefined : Number(tail[0])
  if (number !== undefined && !Number.isSafeInteger(number)) return undefined
  const view = readView(head)
  return view && { view, conversation: number, details: tail[1] === 'details' }
}

function readView(head: string[]): Spot['view'] | undefined {
  const [kind, a, b] = head
  if (kind === undefined || kind === 'dashboard') return { kind: 'all' }
  if ((kind === 'inbox' || kind === 'team' || kind === 'folder') && Number.isSafeInteger(Number(a)))
    return { kind, id: Number(a) }
  if (kind === 'label' && a) return { kind: 'feature', param: 'labels', value: a }
  if (kind === 'by' && a && b) return { kind: 'feature', param: a, value: b }
  if ((FIXED_VIEWS as readonly string[]).includes(kind)) return { kind: kind as FixedView }
  return undefined
}

/** The question to the server. */
export function queryOf(view: View): ListQuery {
  const place = PLACES[view.kind as FixedView]
  const query: ListQuery = { sort_by: view.sort }
  if (place) Object.assign(query, { place, status: 'all', assignee_type: 'all' })
  else if (view.kind === 'mine') Object.assign(query, { status: 'open', assignee_type: 'me', muted: 'hide' })
  else if (view.kind === 'mentions')
    Object.assign(query, { status: 'open', assignee_type: 'all', conversation_type: 'mention', muted: 'hide' })
  else if (view.kind === 'unattended')
    Object.assign(query, { status: 'open', assignee_type: 'all', conversation_type: 'unattended', muted: 'hide' })
  else if (view.kind === 'unassigned') Object.assign(query, { status: 'open', assignee_type: 'unassigned' })
  else Object.assign(query, { status: view.status, assignee_type: view.tab })
  if (view.kind === 'inbox' && view.id) query.inbox_id = view.id
  if (view.kind === 'team' && view.id) query.team_id = view.id
  if (view.team) query.team_id = view.team
  if (view.agent) query.assignee_id = view.agent
  if (view.kind === 'feature' && view.param) query[view.param] = [view.value ?? '']
  if (view.conditions?.length) {
    query['conditions'] = JSON.stringify(view.conditions)
    query['timezone_offset'] = -new Date().getTimezoneOffset() / 60
  }
  return query
}

/** Two views with the same key show the same list. */
export function viewKey(view: View): string {
  return JSON.stringify(queryOf(view))
}

/** The place of a conversation, also where the server did not say it. */
export function placeOf(c: Conversation): Place {
  if (c.status === 'resolved') return 'finished'
  if (c.status === 'snoozed') return 'snoozed'
  if (c.status === 'open') return c.meta.assignee ? 'in_service' : 'queue'
  return c.place === 'automatic' ? 'automatic' : 'pending'
}

/** What a conversation is to the person who looks, beside what it says itself. */
export interface Own {
  muted: ReadonlySet<number>
  mentioned: ReadonlySet<number>
}

const NOTHING: Own = { muted: new Set(), mentioned: new Set() }

/** Whether a conversation belongs in a view. */
export function belongs(c: Conversation, view: View, me: number, own: Own = NOTHING): boolean {
  const place = PLACES[view.kind as FixedView]
  const assignee = c.meta.assignee?.id
  if (view.team && c.meta.team?.id !== view.team) return false
  if (view.agent && assignee !== view.agent) return false
  if (place) return placeOf(c) === place
  if (view.kind === 'mine') return c.status === 'open' && assignee === me && !own.muted.has(c.id)
  if (view.kind === 'mentions') return c.status === 'open' && own.mentioned.has(c.id) && !own.muted.has(c.id)
  if (view.kind === 'unattended') return c.status === 'open' && Boolean(c.waiting_since) && !own.muted.has(c.id)
  if (view.kind === 'unassigned') return c.status === 'open' && !assignee
  if (view.status !== 'all' && c.status !== view.status) return false
  if (view.tab === 'me' && assignee !== me) return false
  if (view.tab === 'unassigned' && assignee) return false
  if (view.tab === 'others' && (!assignee || assignee === me)) return false
  if (view.kind === 'inbox') return c.inbox_id === view.id
  if (view.kind === 'team') return c.meta.team?.id === view.id
  if (view.kind === 'feature') {
    const values = (c as unknown as Record<string, unknown>)[view.param ?? '']
    return Array.isArray(values) && values.includes(view.value)
  }
  return true
}

const RANK: Record<string, number> = { urgent: 4, high: 3, medium: 2, low: 1 }

/** Order of two conversations in a list. */
export function compare(sort: Sort): (a: Conversation, b: Conversation) => number {
  const newest = (a: Conversation, b: Conversation): number => b.last_activity_at - a.last_activity_at || b.id - a.id
  switch (sort) {
    case 'created_at_desc':
      return (a, b) => b.created_at - a.created_at || b.id - a.id
    case 'created_at_asc':
      return (a, b) => a.created_at - b.created_at || a.id - b.id
    case 'priority_desc':
      return (a, b) => (RANK[b.priority ?? ''] ?? 0) - (RANK[a.priority ?? ''] ?? 0) || newest(a, b)
    case 'waiting_since_asc':
      return (a, b) => (a.waiting_since || Infinity) - (b.waiting_since || Infinity) || newest(a, b)
    case 'queued_at_asc':
      return (a, b) => (a.queued_at ?? a.created_at) - (b.queued_at ?? b.created_at) || a.id - b.id
    default:
      return newest
  }
}

/** The order a view starts with. */
export function firstSort(kind: View['kind'], preferred: string): Sort {
  if (kind === 'queue') return 'queued_at_asc'
  if (kind === 'unattended') return 'waiting_since_asc'
  const known: Sort[] = [
    'last_activity_at_desc',
    'created_at_desc',
    'created_at_asc',
    'priority_desc',
    'waiting_since_asc',
  ]
  return known.find((s) => s === preferred) ?? 'last_activity_at_desc'
}
