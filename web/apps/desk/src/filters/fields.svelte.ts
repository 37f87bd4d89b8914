//! The fields of this account, with their words and choices.
import type { Icon, Option } from '@guiche/ui'
import Activity from '@lucide/svelte/icons/activity'
import AtSign from '@lucide/svelte/icons/at-sign'
import Ban from '@lucide/svelte/icons/ban'
import Bot from '@lucide/svelte/icons/bot'
import Braces from '@lucide/svelte/icons/braces'
import Building2 from '@lucide/svelte/icons/building-2'
import Calendar from '@lucide/svelte/icons/calendar'
import CalendarPlus from '@lucide/svelte/icons/calendar-plus'
import CircleDot from '@lucide/svelte/icons/circle-dot'
import Fingerprint from '@lucide/svelte/icons/fingerprint-pattern'
import Globe from '@lucide/svelte/icons/globe'
import Hash from '@lucide/svelte/icons/hash'
import Inbox from '@lucide/svelte/icons/inbox'
import Languages from '@lucide/svelte/icons/languages'
import Link from '@lucide/svelte/icons/link'
import List from '@lucide/svelte/icons/list'
import Mail from '@lucide/svelte/icons/mail'
import MapPin from '@lucide/svelte/icons/map-pin'
import MessageSquareReply from '@lucide/svelte/icons/message-square-reply'
import Phone from '@lucide/svelte/icons/phone'
import Radio from '@lucide/svelte/icons/radio'
import SignalHigh from '@lucide/svelte/icons/signal-high'
import Tag from '@lucide/svelte/icons/tag'
import ToggleLeft from '@lucide/svelte/icons/toggle-left'
import Type from '@lucide/svelte/icons/type'
import UserRound from '@lucide/svelte/icons/user-round'
import Users from '@lucide/svelte/icons/users-round'
import Wallet from '@lucide/svelte/icons/wallet-minimal'
import { features } from '../lib/features.ts'
import { t, type Key } from '../lib/i18n.ts'
import { session } from '../lib/session.svelte.ts'
import { directory } from '../state/directory.svelte.ts'
import type { FilterField } from './form.ts'

/** What the fields are of. */
export type Subject = 'conversation' | 'contact'

interface ServerField {
  attribute_key: string
  subject: Subject
  kind: string
  custom: boolean
  operators: string[]
  /** For a custom attribute: its name. */
  name?: string
}

/** Fields in the order of the menu, with the key of their name. */
const NAMED: readonly { key: string; word: Key }[] = [
  { key: 'status', word: 'filter.field.status' },
  { key: 'assignee_id', word: 'filter.field.assignee' },
  { key: 'wallet_owner', word: 'filter.field.wallet' },
  { key: 'inbox_id', word: 'filter.field.inbox' },
  { key: 'team_id', word: 'filter.field.team' },
  { key: 'labels', word: 'filter.field.labels' },
  { key: 'priority', word: 'filter.field.priority' },
  { key: 'channel', word: 'filter.field.channel' },
  { key: 'unread', word: 'filter.field.unread' },
  { key: 'automated', word: 'filter.field.automated' },
  { key: 'waiting_since', word: 'filter.field.waiting' },
  { key: 'last_activity_at', word: 'filter.field.activity' },
  { key: 'created_at', word: 'filter.field.created' },
  { key: 'name', word: 'filter.field.name' },
  { key: 'email', word: 'filter.field.email' },
  { key: 'phone_number', word: 'filter.field.phone' },
  { key: 'identifier', word: 'filter.field.identifier' },
  { key: 'company_name', word: 'filter.field.company' },
  { key: 'city', word: 'filter.field.city' },
  { key: 'blocked', word: 'filter.field.blocked' },
  { key: 'referer', word: 'filter.field.referer' },
  { key: 'browser_language', word: 'filter.field.language' },
  { key: 'display_id', word: 'filter.field.number' },
]

/** Fields of a list of contacts. */
const OF_CONTACTS: readonly { key: string; word: Key }[] = [
  { key: 'name', word: 'filter.contact.name' },
  { key: 'email', word: 'filter.contact.email' },
  { key: 'phone_number', word: 'filter.contact.phone' },
  { key: 'identifier', word: 'filter.contact.identifier' },
  { key: 'labels', word: 'filter.field.labels' },
  { key: 'wallet_owner', word: 'filter.field.wallet' },
  { key: 'company_name', word: 'filter.field.company' },
  { key: 'city', word: 'filter.field.city' },
  { key: 'country_code', word: 'filter.field.country' },
  { key: 'blocked', word: 'filter.contact.blocked' },
  { key: 'last_activity_at', word: 'filter.field.activity' },
  { key: 'created_at', word: 'filter.field.created' },
]

const ICONS: Record<string, Icon> = {
  status: CircleDot, assignee_id: UserRound, inbox_id: Inbox, team_id: Users, labels: Tag, priority: SignalHigh, channel: Radio,
  unread: Mail, automated: Bot, waiting_since: MessageSquareReply, last_activity_at: Activity, created_at: CalendarPlus, name: UserRound,
  email: AtSign, phone_number: Phone, identifier: Fingerprint, company_name: Building2, city: MapPin, country_code: Globe, blocked: Ban,
  referer: Link, wallet_owner: Wallet, browser_language: Languages, display_id: Hash,
}
const BY_KIND: Record<FilterField['kind'], Icon> = { choice: List, text: Type, number: Hash, date: Calendar, truth: ToggleLeft }

let known = $state.raw<readonly ServerField[]>([])

/** Asks which fields there are; what was known stays when that fails. */
export async function loadFields(): Promise<void> {
  const path = session.api.path('condition_fields')
  const answer = await session.api.http.get<{ payload: ServerField[] }>(path).catch(() => undefined)
  if (answer) known = answer.payload
}

function choices(key: string): Option[] {
  if (key === 'status') {
    return (['open', 'pending', 'snoozed', 'resolved'] as const).map((s) => ({
      value: s,
      label: t(`filter.status.${s}`),
    }))
  }
  if (key === 'priority') {
    return (['urgent', 'high', 'medium', 'low'] as const).map((p) => ({ value: p, label: t(`priority.${p}`) }))
  }
  if (key === 'assignee_id' || key === 'wallet_owner') {
    const agents = directory.agents.map((a) => ({
      value: String(a.id),
      label: a.name,
      avatar: { id: a.id, name: a.name, src: a.thumbnail ?? null },
    }))
    return [{ value: 'me', label: t('filter.me') }, ...agents]
  }
  if (key === 'inbox_id') return directory.inboxes.map((i) => ({ value: String(i.id), label: i.name, glyph: directory.glyph(i) }))
  if (key === 'team_id') return directory.teams.map((team) => ({ value: String(team.id), label: team.name }))
  if (key === 'channel') return directory.channels.map((c) => ({ value: c.channel_type, label: c.name ?? c.id }))
  const feature = features.find((f) => f.nav?.param === key)
  const items = feature ? (directory.nav[feature.name] ?? []) : []
  return items.map((i) => ({ value: i.value, label: i.label, ...(i.color ? { color: i.color } : {}) }))
}

function truths(): Option[] {
  return [
    { value: 'true', label: t('filter.yes') },
    { value: 'false', label: t('filter.no') },
  ]
}

function kindOf(field: ServerField): FilterField['kind'] {
  switch (field.kind) {
    case 'checkbox':
      return 'truth'
    case 'date':
      return 'date'
    case 'number':
      return 'number'
    case 'text':
      return 'text'
    default:
      return 'choice'
  }
}

/** Operators in the order people look for them. */
const ORDER = [
  'contains',
  'equal_to',
  'is_greater_than',
  'is_less_than',
  'minutes_before',
  'days_before',
  'not_equal_to',
  'does_not_contain',
  'starts_with',
  'is_present',
  'is_not_present',
]
/** Of yes and no the value says it all; a day is rarely meant exactly. */
const LEFT_OUT: Partial<Record<FilterField['kind'], string[]>> = {
  truth: ['not_equal_to', 'is_present', 'is_not_present'],
  date: ['not_equal_to'],
}
/** Of these one asks how long ago. */
const SPANS: ReadonlySet<string> = new Set(['waiting_since', 'last_activity_at'])

function operatorsOf(field: ServerField, kind: FilterField['kind']): string[] {
  // Minutes say it more finely than days.
  const left = new Set([...(LEFT_OUT[kind] ?? []), ...(field.operators.includes('minutes_before') ? ['days_before'] : [])])
  const all = ORDER.filter((o) => field.operators.includes(o) && !left.has(o))
  return SPANS.has(field.attribute_key) ? all.sort((a, b) => Number(b === 'minutes_before') - Number(a === 'minutes_before')) : all
}

function shape(field: ServerField, label: string): FilterField {
  const kind = kindOf(field)
  const custom = field.custom ? `${field.subject}_attribute` : undefined
  return {
    id: custom ? `${custom}:${field.attribute_key}` : field.attribute_key,
    key: field.attribute_key,
    label,
    kind,
    icon: ICONS[field.attribute_key] ?? (custom ? Braces : BY_KIND[kind]),
    operators: operatorsOf(field, kind),
    options: kind === 'choice' ? choices(field.attribute_key) : kind === 'truth' ? truths() : [],
    ...(custom ? { custom } : {}),
  }
}

/** The fields to choose from, those of the product first, then the account's attributes. */
export function filterFields(about: Subject = 'conversation'): FilterField[] {
  const own = (about === 'conversation' ? NAMED : OF_CONTACTS).flatMap(({ key, word }) => {
    const same = known.filter((f) => f.attribute_key === key && !f.custom)
    const field = same.find((f) => f.subject === about) ?? (about === 'conversation' ? same[0] : undefined)
    return field ? [shape(field, t(word))] : []
  })
  const custom = known.filter((f) => f.custom && (about === 'conversation' || f.subject === about))
  return [...own, ...custom.map((f) => shape(f, nameOf(f)))]
}

/** The name that people gave an attribute. */
function nameOf(field: ServerField): string {
  return field.name ?? field.attribute_key
}
