//! Webhooks as the API answers them, and the calls of the page.
import type { DeskContext } from '@guiche/core'

/** A webhook. */
export interface Webhook {
  id: number
  name: string | null
  url: string
  subscriptions: string[]
  secret: string
  inbox?: { id: number; name: string }
  active: boolean
  failing_since: number | null
  disabled_reason: 'failing' | 'gone' | 'person' | null
  disabled_at: number | null
}

/** An event on its way to a webhook. */
export interface Delivery {
  id: number
  delivery_id: string
  event: string
  state: 'waiting' | 'delivered' | 'failed' | 'dropped'
  attempts: number
  next_attempt_at: number | null
  status: number | null
  error: string | null
  created_at: number
}

/** A delivery with what was sent and answered. */
export interface DeliveryWhole extends Delivery {
  request_body: string
  tries: { at: number; took_ms: number; status: number | null; error: string | null; answer: string }[]
}

/** Events in the order the page offers them, in groups. */
export const EVENTS: Record<string, string[]> = {
  messages: ['message_created', 'message_updated'],
  conversations: ['conversation_created', 'conversation_status_changed', 'conversation_updated'],
  contacts: ['contact_created', 'contact_updated'],
  inboxes: ['inbox_created', 'inbox_updated'],
  site: ['webwidget_triggered', 'conversation_typing_on', 'conversation_typing_off'],
}

/** The account's webhooks, the oldest first. */
export async function list(desk: DeskContext): Promise<Webhook[]> {
  const answer = await desk.api.http.get<{ payload: { webhooks: Webhook[] } }>(desk.api.path('webhooks'))
  return answer.payload.webhooks
}

/** What a webhook was told before a delivery, the newest first. */
export async function deliveries(desk: DeskContext, hook: number, before?: number): Promise<Delivery[]> {
  const path = desk.api.path(`webhooks/${hook}/deliveries${before ? `?before=${before}` : ''}`)
  return (await desk.api.http.get<{ payload: Delivery[] }>(path)).payload
}

/** What people call a webhook: its name, else where it leads. */
export function called(hook: Webhook): string {
  return hook.name || hook.url.replace(/^https?:\/\//, '')
}

/** JSON laid out to be read; any other text as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
