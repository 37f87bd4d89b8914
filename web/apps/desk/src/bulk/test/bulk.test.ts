import { describe, expect, it } from 'vitest'
import { matchOf } from '../match.ts'
import { CHOSEN_MAX, Selection } from '../selection.svelte.ts'
import type { View } from '../../state/views.ts'

const view = (more: Partial<View>): View => ({ kind: 'all', tab: 'all', status: 'open', sort: 'last_activity_at_desc', ...more })

describe('what is chosen', () => {
  it('is what was pressed, and all between with Shift', () => {
    const s = new Selection()
    s.toggle(3, [1, 2, 3, 4, 5])
    s.toggle(5, [1, 2, 3, 4, 5], true)
    expect([...s.ids].sort()).toEqual([3, 4, 5])
    s.toggle(4, [1, 2, 3, 4, 5])
    expect([...s.ids].sort()).toEqual([3, 5])
    s.clear()
    expect(s.active).toBe(false)
  })

  it('goes from all to all but one', () => {
    const s = new Selection()
    s.take([1, 2, 3])
    s.all = true
    expect(s.has(99)).toBe(true)
    s.toggle(2, [1, 2, 3])
    expect([s.all, [...s.ids]]).toEqual([false, [1, 3]])
  })

  it('is never more than the server takes', () => {
    const s = new Selection()
    s.take(Array.from({ length: CHOSEN_MAX + 5 }, (_, i) => i + 1))
    expect(s.ids.size).toBe(CHOSEN_MAX)
  })
})

describe('all that a list shows', () => {
  const keys = (v: Partial<View>, muted = new Set<number>()): unknown => matchOf(view(v), muted)?.map((c) => ('conditions' in c ? c.conditions.length : [c.attribute_key, ...c.values]))

  it('is said in the language of conditions', () => {
    expect(keys({ kind: 'queue', team: 4 })).toEqual([['status', 'open'], ['assignee_id'], ['team_id', 4]])
    expect(keys({ kind: 'mine' }, new Set([7]))).toEqual([['status', 'open'], ['assignee_id', 'me'], ['display_id', 7]])
    expect(keys({ kind: 'inbox', id: 2, tab: 'unassigned' })).toEqual([['status', 'open'], ['assignee_id'], ['inbox_id', 2]])
    expect(keys({ kind: 'feature', param: 'labels', value: 'vip', status: 'all' })).toEqual([['labels', 'vip']])
    expect(keys({ status: 'all' })).toEqual([['status', 'all']])
  })

  it('keeps what was built over it in brackets', () => {
    const built = [
      { attribute_key: 'unread', filter_operator: 'equal_to', values: [true], query_operator: 'OR' as const },
      { attribute_key: 'priority', filter_operator: 'equal_to', values: ['high'], query_operator: null },
    ]
    expect(keys({ kind: 'snoozed', conditions: built })).toEqual([['status', 'snoozed'], 2])
  })

  it('is not offered where the language can not say it', () => {
    expect(keys({ kind: 'mentions' })).toBeUndefined()
    expect(keys({ kind: 'pending' })).toEqual([['status', 'pending'], ['automated', false]])
    expect(keys({ tab: 'others' })).toBeUndefined()
    expect(keys({ agent: 4, status: 'all' })).toEqual([['assignee_id', 4]])
    expect(keys({ kind: 'mine' }, new Set(Array.from({ length: 201 }, (_, i) => i)))).toBeUndefined()
  })
})
