//! Two contacts side by side: what both say, and what the one that stays is to say. Pure.
import type { Contact } from '@guiche/core'

/** A line of the comparison. */
export interface Line {
  key: string
  /** Words of the desk for it; custom attributes stand under their own name. */
  label: 'name' | 'email' | 'phone' | 'company' | 'job' | 'city' | 'country' | 'identifier' | undefined
  left: string
  right: string
}

const FACTS = { company_name: 'company', job_title: 'job', city: 'city', country: 'country' } as const

function words(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? '' : String(value as string | number | boolean)
}

/** What at least one of the two says. */
export function compare(left: Contact, right: Contact): Line[] {
  const line = (key: string, label: Line['label'], a: unknown, b: unknown): Line => ({ key, label, left: words(a), right: words(b) })
  const lines = [
    line('name', 'name', left.name, right.name),
    line('email', 'email', left.email, right.email),
    line('phone_number', 'phone', left.phone_number, right.phone_number),
    line('identifier', 'identifier', left.identifier, right.identifier),
    ...Object.entries(FACTS).map(([key, label]) => line(`additional_attributes.${key}`, label, left.additional_attributes?.[key], right.additional_attributes?.[key])),
  ]
  const keys = new Set([...Object.keys(left.custom_attributes ?? {}), ...Object.keys(right.custom_attributes ?? {})])
  for (const key of [...keys].sort()) lines.push(line(`custom_attributes.${key}`, undefined, left.custom_attributes?.[key], right.custom_attributes?.[key]))
  return lines.filter((one) => one.left || one.right)
}

/** Whether the two say different things: then someone has to choose. */
export function differs(line: Line): boolean {
  return Boolean(line.left && line.right && line.left !== line.right)
}

/** What is to be written over the survivor: the values chosen from the one that goes. */
export function fieldsFrom(gone: Contact, keys: readonly string[]): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const key of keys) {
    const [group, name] = key.split(/\.(.*)/s)
    if (name === undefined) out[key] = gone[key as keyof Contact]
    else out[group!] = { ...(out[group!] as object | undefined), [name]: (gone[group as 'custom_attributes'] ?? {})[name] }
  }
  return out
}
