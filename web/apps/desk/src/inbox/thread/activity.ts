//! A line of the timeline in the reader's language, from its data.
import type { Activity, Message } from '@guiche/core'
import { formats, i18n, words } from '../../lib/i18n.ts'
import { session } from '../../lib/session.svelte.ts'

/** The words of a timeline entry; the stored text where the data says nothing we know. */
export function activityText(message: Message): string {
  const data = message.content_attributes?.activity
  const stored = message.content ?? ''
  if (!data) return stored
  const args = argsOf(data)
  const mine =
    args['who'] !== undefined && (args['who'] === session.me?.name || args['who'] === session.me?.available_name)
  // A feature's lines carry their whole key; the core's are named by their kind.
  const whole = String(data['key'] ?? '')
  const base = whole && i18n.has(whole) ? whole : `activity.${data.kind}`
  const key = mine && i18n.has(`${base}.me`) ? `${base}.me` : base
  if (!i18n.has(key)) return stored
  const text = words(key, args)
  // A placeholder that stayed open means a line newer than these words.
  return /\{\w+\}/.test(text) ? stored : text
}

function argsOf(data: Activity): Record<string, string | number> {
  const args: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(data))
    if (typeof value === 'string' || typeof value === 'number') args[name] = value
  const until = Number(data['until'])
  if (until > 0) args['until'] = formats.moment(until, Math.floor(Date.now() / 1000))
  // `activity.priority_high` names a degree of urgency.
  const degree = /priority_(\w+)$/.exec(String(data['priority'] ?? ''))?.[1]
  if (degree && i18n.has(`priority.${degree}`))
    args['priority'] = words(`priority.${degree}`).toLocaleLowerCase(formats.locale)
  return args
}
