import type { Conversation } from '@guiche/core'
import { describe, expect, it } from 'vitest'
import { belongs, compare, queryOf, readPath, viewPath, type View } from '../views.ts'

function talk(changes: Partial<Conversation> & { assignee?: number; team?: number }): Conversation {
  const { assignee, team, ...rest } = changes
  return {
    id: 1,
    account_id: 1,
    inbox_id: 1,
    status: 'open',
    priority: null,
    labels: [],
    messages: [],
    can_reply: true,
    unread_count: 0,
    snoozed_until: null,
    waiting_since: 0,
    first_reply_created_at: 0,
    agent_last_seen_at: 0,
    contact_last_seen_at: 0,
    last_activity_at: 10,
    timestamp: 10,
    created_at: 5,
    ...rest,
    meta: {
      sender: { id: 9, name: 'Marina' },
      assignee: assignee ? { id: assignee, name: 'x' } : null,
      team: team ? { id: team, name: 'y' } : null,
    },
  }
}
const view = (changes: Partial<View>): View => ({
  kind: 'all',
  tab: 'all',
  status: 'open',
  sort: 'last_activity_at_desc',
  ...changes,
})

describe('views', () => {
  it('reads addresses and writes them the same', () => {
    for (const path of ['/queue', '/inbox/3', '/team/2', '/by/labels/vip']) {
      const spot = readPath(path.slice(1))
      expect(spot && viewPath(spot.view)).toBe(path)
    }
    expect(readPath('queue/conversations/5/details')).toEqual({
      view: { kind: 'queue' },
      conversation: 5,
      details: true,
    })
    expect(readPath('conversations/5')?.view).toEqual({ kind: 'all' })
    expect(readPath('nonsense')).toBeUndefined()
    expect(readPath('all/conversations/x')).toBeUndefined()
  })

  it('keeps each conversation in its one place', () => {
    expect(belongs(talk({}), view({ kind: 'queue' }), 7)).toBe(true)
    expect(belongs(talk({ assignee: 7 }), view({ kind: 'queue' }), 7)).toBe(false)
    expect(belongs(talk({ assignee: 7 }), view({ kind: 'mine' }), 7)).toBe(true)
    expect(belongs(talk({ assignee: 8 }), view({ kind: 'mine' }), 7)).toBe(false)
    expect(belongs(talk({ status: 'resolved' }), view({ kind: 'history' }), 7)).toBe(true)
    expect(belongs(talk({ status: 'pending' }), view({ kind: 'pending' }), 7)).toBe(true)
    expect(belongs(talk({ status: 'pending', place: 'automatic' }), view({ kind: 'pending' }), 7)).toBe(false)
  })

  it('filters by inbox, team, feature, tab and status', () => {
    expect(belongs(talk({ inbox_id: 3 }), view({ kind: 'inbox', id: 3 }), 7)).toBe(true)
    expect(belongs(talk({ team: 2 }), view({ kind: 'team', id: 2 }), 7)).toBe(true)
    expect(belongs(talk({ labels: ['vip'] }), view({ kind: 'feature', param: 'labels', value: 'vip' }), 7)).toBe(true)
    expect(belongs(talk({}), view({ tab: 'me' }), 7)).toBe(false)
    expect(belongs(talk({ status: 'snoozed' }), view({ status: 'all' }), 7)).toBe(true)
  })

  it('asks the server the same question', () => {
    expect(queryOf(view({ kind: 'queue', sort: 'queued_at_asc', team: 2 }))).toMatchObject({
      place: 'queue',
      status: 'all',
      team_id: 2,
    })
    expect(queryOf(view({ kind: 'mine' }))).toMatchObject({ status: 'open', assignee_type: 'me' })
    expect(queryOf(view({ kind: 'feature', param: 'labels', value: 'vip' }))).toMatchObject({ labels: ['vip'] })
  })

  it('orders the queue by its own time and the rest by what was asked', () => {
    const old = talk({ id: 1, queued_at: 1, last_activity_at: 1 })
    const late = talk({ id: 2, queued_at: 2, last_activity_at: 9, priority: 'low' })
    const urgent = talk({ id: 3, queued_at: 3, last_activity_at: 5, priority: 'urgent' })
    const order = (sort: View['sort']): number[] => [late, urgent, old].sort(compare(sort)).map((c) => c.id)
    expect(order('queued_at_asc')).toEqual([1, 2, 3])
    expect(order('last_activity_at_desc')).toEqual([2, 3, 1])
    expect(order('priority_desc')).toEqual([3, 2, 1])
  })
})
