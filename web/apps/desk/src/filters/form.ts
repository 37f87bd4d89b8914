//! Conditions as a person builds them: rows of a form, what the server is asked by them, and a sentence.
import type { Icon, Option } from '@guiche/ui'
import { isGroup, type Condition, type ConditionItem } from './conditions.ts'

/** A field that a condition may be about. */
export interface FilterField {
  /** Unique among the fields: the key, with whose attribute it is for custom ones. */
  id: string
  key: string
  label: string
  icon?: Icon | undefined
  kind: 'choice' | 'text' | 'number' | 'date' | 'truth'
  operators: readonly string[]
  /** For a choice. */
  options: readonly Option[]
  /** For a custom attribute: whose. */
  custom?: string
}

/** How things are joined. */
export type Joint = 'AND' | 'OR'

/** A row of the form. */
export interface Row {
  field: string
  operator: string
  values: string[]
}

/** Rows in brackets. */
export interface Group {
  joint: Joint
  rows: Row[]
}

/** The form: rows and groups, joined in one way on each level. */
export interface Form {
  joint: Joint
  items: (Row | Group)[]
}

/** Whether it is a group of rows. */
export function isRows(item: Row | Group): item is Group {
  return 'rows' in item
}

/** Operators that need no value. */
export function needsValue(operator: string): boolean {
  return operator !== 'is_present' && operator !== 'is_not_present'
}

/** A fresh row about a field. */
export function rowOf(field: FilterField): Row {
  return {
    field: field.id,
    operator: field.operators[0] ?? 'equal_to',
    values: field.kind === 'truth' ? ['true'] : [],
  }
}

/** Whether a row says enough to be asked. */
export function complete(row: Row): boolean {
  return !needsValue(row.operator) || row.values.some((v) => v.trim() !== '')
}

/** What the server is asked; rows that say too little are left out. */
export function payloadOf(form: Form, fields: readonly FilterField[]): ConditionItem[] {
  const items = form.items.flatMap((item): ConditionItem[] => {
    if (!isRows(item)) return asked([item], fields, form.joint)
    const inner = asked(item.rows, fields, item.joint)
    // AND binds closer: between ORs it needs no brackets.
    if (form.joint === 'OR' && item.joint === 'AND') return inner
    return inner.length > 1 ? [{ conditions: inner, query_operator: form.joint }] : inner
  })
  return items.map((item, at) => ({ ...item, query_operator: at + 1 === items.length ? null : (item.query_operator ?? form.joint) }))
}

function asked(rows: readonly Row[], fields: readonly FilterField[], joint: Joint): Condition[] {
  const whole = rows.filter((row) => complete(row) && fields.some((f) => f.id === row.field))
  return whole.map((row, at) => {
    const field = fields.find((f) => f.id === row.field)
    const values = row.values.map((v) => v.trim()).filter(Boolean)
    return {
      attribute_key: field?.key ?? row.field,
      filter_operator: row.operator,
      values: !needsValue(row.operator) ? [] : field?.kind === 'truth' ? values.map((v) => v === 'true') : values,
      query_operator: at + 1 < whole.length ? joint : null,
      ...(field?.custom ? { custom_attribute_type: field.custom } : {}),
    }
  })
}

/** The form of what was kept; what names an unknown field is left out. Undefined for groups deeper than the form draws. */
export function formOf(conditions: readonly ConditionItem[], fields: readonly FilterField[]): Form | undefined {
  // AND binds closer: between two ORs everything belongs together.
  const parts: (Row | Group)[][] = [[]]
  for (const item of conditions) {
    const read = itemOf(item, fields)
    if (read === undefined) return undefined
    if (read) parts.at(-1)?.push(read)
    if (item.query_operator === 'OR') parts.push([])
  }
  const whole = parts.filter((part) => part.length)
  if (whole.length <= 1) return { joint: 'AND', items: whole[0] ?? [] }
  if (whole.some((part) => part.length > 1 && part.some(isRows))) return undefined
  const items = whole.map((part): Row | Group => {
    const [first] = part
    return part.length === 1 && first ? first : { joint: 'AND', rows: part.filter((i): i is Row => !isRows(i)) }
  })
  return { joint: 'OR', items }
}

/** A row or a group; null for an unknown field, undefined for what lies too deep. */
function itemOf(item: ConditionItem, fields: readonly FilterField[]): Row | Group | null | undefined {
  if (isGroup(item)) {
    const inner = formOf(item.conditions, fields)
    if (!inner || inner.items.some(isRows)) return undefined
    const rows = inner.items.filter((i): i is Row => !isRows(i))
    return rows.length > 1 ? { joint: inner.joint, rows } : (rows[0] ?? null)
  }
  const field = fields.find((f) => f.key === item.attribute_key && (f.custom ?? '') === (item.custom_attribute_type ?? ''))
  return field ? { field: field.id, operator: item.filter_operator, values: item.values.map(String) } : null
}

/** Words of the sentence. */
export interface Wording {
  operator: (operator: string, kind: FilterField['kind']) => string
  and: string
  or: string
  /** A value with its unit: days, minutes. */
  amount: (operator: string, value: string) => string
}

/** A piece of the sentence; what the person chose stands out. */
export interface Piece {
  text: string
  strong?: boolean
}

/** The conditions as one sentence, in pieces. */
export function sentence(form: Form, fields: readonly FilterField[], words: Wording): Piece[] {
  const said = (joint: Joint, items: readonly (Row | Group)[], inner: boolean): Piece[] => {
    const clauses = items.flatMap((item) => {
      const one = isRows(item) ? said(item.joint, item.rows, true) : clause(item, fields, words)
      return one.length ? [one] : []
    })
    const word = joint === 'AND' ? words.and : words.or
    const pieces = clauses.flatMap((one, at) => (at === 0 ? one : [{ text: ` ${word} ` }, ...one]))
    return inner && clauses.length > 1 ? [{ text: '(' }, ...pieces, { text: ')' }] : pieces
  }
  const pieces = said(form.joint, form.items, false)
  const [first] = pieces
  if (!first) return []
  const start = first.text.slice(0, 1).toLocaleUpperCase() + first.text.slice(1)
  return [{ ...first, text: start }, ...pieces.slice(1), { text: '.' }]
}

function clause(row: Row, fields: readonly FilterField[], words: Wording): Piece[] {
  const field = fields.find((f) => f.id === row.field)
  if (!field || !complete(row)) return []
  const start = { text: `${within(field.label)} ${words.operator(row.operator, field.kind)}` }
  if (!needsValue(row.operator)) return [start]
  const given = row.values.map((v) => v.trim()).filter(Boolean)
  const named = given.map((v) => field.options.find((o) => o.value === v)?.label ?? words.amount(row.operator, v))
  return [{ text: `${start.text} ` }, ...named.flatMap((text, at) => [...(at ? [{ text: ` ${words.or} ` }] : []), { text, strong: true }])]
}

/** A label inside a sentence; an abbreviation stays as it is. */
function within(label: string): string {
  return /^\p{Lu}{2}/u.test(label) ? label : `${label.slice(0, 1).toLocaleLowerCase()}${label.slice(1)}`
}

/** Units of a span of time, with their minutes. */
export const UNITS = { minutes: 1, hours: 60, days: 1440 } as const
/** A unit's name. */
export type Unit = keyof typeof UNITS

/** Minutes in the largest unit that they fill. */
export function spanOf(minutes: string): { amount: string; unit: Unit } {
  const n = Number(minutes)
  if (!minutes.trim() || !Number.isFinite(n)) return { amount: minutes, unit: 'minutes' }
  const unit = n > 0 && n % UNITS.days === 0 ? 'days' : n > 0 && n % UNITS.hours === 0 ? 'hours' : 'minutes'
  return { amount: String(n / UNITS[unit]), unit }
}
