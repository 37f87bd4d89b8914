//! What a list shows, in the language of conditions: for acting on all of it.
import type { Condition, ConditionItem } from '../filters/conditions.ts'
import type { View } from '../state/views.ts'

/** Values of one condition at most. */
const VALUES_MAX = 200

const is = (key: string, ...values: Condition['values']): Condition => ({
  attribute_key: key,
  filter_operator: 'equal_to',
  values,
  query_operator: 'AND',
})
const absent = (key: string): Condition => ({ ...is(key), filter_operator: 'is_not_present' })

/** The conditions that a view's conversations meet; undefined where the language can't say it. */
export function matchOf(view: View, muted: ReadonlySet<number>): ConditionItem[] | undefined {
  // Others' is no one thing to ask for.
  const own = view.tab === 'others' ? undefined : ofKind(view)
  if (!own) return undefined
  const hides = view.kind === 'mine' || view.kind === 'unattended'
  if (hides && muted.size > VALUES_MAX) return undefined
  const items: ConditionItem[] = [...own]
  if (view.agent) items.push(is('assignee_id', view.agent))
  if (view.team) items.push(is('team_id', view.team))
  if (hides && muted.size) items.push({ ...is('display_id', ...muted), filter_operator: 'not_equal_to' })
  if (view.conditions?.length) items.push({ conditions: [...view.conditions], query_operator: 'AND' })
  // Of everything that there is.
  return items.length ? items : [is('status', 'all')]
}

function ofKind(view: View): Condition[] | undefined {
  switch (view.kind) {
    // No field says who was named.
    case 'mentions':
      return undefined
    case 'queue':
    case 'unassigned':
      return [is('status', 'open'), absent('assignee_id')]
    case 'mine':
      return [is('status', 'open'), is('assignee_id', 'me')]
    case 'unattended':
      return [is('status', 'open'), { ...is('waiting_since'), filter_operator: 'is_present' }]
    case 'automatic':
      return [is('status', 'pending'), is('automated', true)]
    case 'pending':
      return [is('status', 'pending'), is('automated', false)]
    case 'snoozed':
      return [is('status', 'snoozed')]
    case 'history':
      return [is('status', 'resolved')]
    case 'all':
    case 'inbox':
    case 'team':
    case 'feature':
    case 'folder':
      return chosenAbove(view)
    default:
      return undefined
  }
}

/** Views with tabs and a status above the list. */
function chosenAbove(view: View): Condition[] {
  return [
    ...(view.status === 'all' ? [] : [is('status', view.status)]),
    ...(view.tab === 'me' ? [is('assignee_id', 'me')] : view.tab === 'unassigned' ? [absent('assignee_id')] : []),
    ...(view.kind === 'inbox' && view.id ? [is('inbox_id', view.id)] : []),
    ...(view.kind === 'team' && view.id ? [is('team_id', view.id)] : []),
    ...(view.kind === 'feature' && view.param ? [is(view.param, view.value ?? '')] : []),
  ]
}
