//! The language of conditions as the server takes it.

/** A condition as the server takes it. */
export interface Condition {
  attribute_key: string
  filter_operator: string
  values: (string | number | boolean)[]
  query_operator: 'AND' | 'OR' | null
  custom_attribute_type?: string
}

/** Conditions in brackets. */
export interface ConditionGroup {
  conditions: ConditionItem[]
  query_operator: 'AND' | 'OR' | null
}

/** What a list of conditions is made of. */
export type ConditionItem = Condition | ConditionGroup

/** Whether it is a group. */
export function isGroup(item: ConditionItem): item is ConditionGroup {
  return 'conditions' in item
}

/** How many conditions there are, those in groups too. */
export function countOf(conditions: readonly ConditionItem[] | undefined): number {
  return (conditions ?? []).reduce((n, item) => n + (isGroup(item) ? countOf(item.conditions) : 1), 0)
}

/** Whether the conditions say which status they mean. */
export function namesStatus(conditions: readonly ConditionItem[] | undefined): boolean {
  return conditions?.some((c) => (isGroup(c) ? namesStatus(c.conditions) : c.attribute_key === 'status')) ?? false
}

/** Whether two lists of conditions say the same. */
export function sameConditions(a: readonly ConditionItem[], b: readonly ConditionItem[]): boolean {
  // The server may order the keys of an object anew.
  const bare = (items: readonly ConditionItem[]): unknown[] =>
    items.map((item) => [
      isGroup(item)
        ? bare(item.conditions)
        : [item.attribute_key, item.filter_operator, item.values, item.custom_attribute_type ?? ''],
      item.query_operator ?? '',
    ])
  return JSON.stringify(bare(a)) === JSON.stringify(bare(b))
}
