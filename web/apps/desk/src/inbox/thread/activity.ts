//! A line of the timeline in the reader's language, from its data.
import type { Activity, Message } from '@guiche/core'
import { formats, i18n, words } from '../../lib/i18n.ts'
import { session } from '../../lib/session.svelte.ts'

/** The words of a timeline entry; the stored text where the data says nothing we know. */
export function activityText(message: Message): string {
  const data = message.content_attributes?.activity
  if (!data) return message.content ?? ''
  const args = argsOf(data)
  for (const key of keysOf(data)) if (i18n.has(key)) return words(key, args)
  return message.content ?? ''
}

/** Most exact words first: with "you" as the actor, with what is missing left out. */
function keysOf(data: Activity): string[] {
  const kind = data.kind ?? data['key'] ?? ''
  const base = `activity.${String(kind).replace(/^activity\./, '')}`
  const mine = idOf(data['actor'] ?? data['user'] ?? data['by']) === session.me?.id
  return mine ? [`${base}.me`, base] : [base]
}

function argsOf(data: Activity): Record<string, string | number> {
  const args: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(data)) {
    if (typeof value === 'string' || typeof value === 'number') args[name] = value
    else if (Array.isArray(value)) args[name] = value.map(nameOf).join(', ')
    else args[name] = nameOf(value)
  }
  for (const name of ['until', 'snoozed_until']) {
    const at = Number(data[name])
    if (data[name] !== undefined && at > 0) args['until'] = formats.moment(at, Math.floor(Date.now() / 1000))
  }
  if (typeof data['priority'] === 'string' && i18n.has(`priority.${data['priority']}`)) args['priority'] = words(`priority.${data['priority']}`)
  return args
}

function nameOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'object' && value !== null) return String((value as { name?: unknown; title?: unknown }).name ?? (value as { title?: unknown }).title ?? '')
  return ''
}

function idOf(value: unknown): number | undefined {
  return typeof value === 'object' && value !== null ? Number((value as { id?: unknown }).id) : undefined
}
