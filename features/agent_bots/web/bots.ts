//! Bots as the API answers them, and the calls of the page.
import type { DeskContext } from '@guiche/core'

/** A bot. */
export interface Bot {
  id: number
  name: string
  description: string | null
  thumbnail: string
  outgoing_url: string | null
  access_token?: string
  secret?: string
  inbox_ids: number[]
  failed_at: number | null
  failure: string | null
}

/** The account's bots, the oldest first. */
export function list(desk: DeskContext): Promise<Bot[]> {
  return desk.api.http.get<Bot[]>(desk.api.path('agent_bots'))
}

/** Lets a bot answer first in these inboxes and in no other. */
export async function answerIn(desk: DeskContext, bot: Bot, wanted: number[]): Promise<void> {
  const set = (inbox: number, value: number | null) => desk.api.http.post(desk.api.path(`inboxes/${inbox}/set_agent_bot`), { agent_bot: value })
  for (const inbox of wanted.filter((id) => !bot.inbox_ids.includes(id))) await set(inbox, bot.id)
  for (const inbox of bot.inbox_ids.filter((id) => !wanted.includes(id))) await set(inbox, null)
}
