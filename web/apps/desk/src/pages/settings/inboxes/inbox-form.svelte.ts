//! What the tabs of an inbox's settings change together.
import type { Agent, Inbox, InboxDraft } from '@guiche/core'
import { Draft } from '@guiche/ui'
import { session } from '../../../lib/session.svelte.ts'
import { holidaysOf, weekOf, type Day, type Holidays } from './hours/week.ts'
import { channelOf, settingsOf, type Channel } from '../../shared/channels.ts'

/** Fields every inbox has. */
export interface CommonFields {
  name: string
  greeting_enabled: boolean
  greeting_message: string
  claim_on_reply: boolean
  lock_to_single_conversation: boolean
  allow_messages_after_resolved: boolean
  working_hours_enabled: boolean
  timezone: string
  working_hours: Day[]
  holidays: Holidays
  out_of_office_message: string
  enable_email_collect: boolean
  csat_survey_enabled: boolean
  csat_config: Record<string, unknown>
}

type Values = CommonFields & { members: string[] } & Record<string, unknown>

/** An inbox being set up: its own fields, its channel's settings and its members, saved by one button. */
export class InboxForm implements InboxDraft {
  readonly draft: Draft<Values>
  readonly channel: Channel | undefined
  readonly agents: Agent[]
  inbox = $state.raw() as Inbox

  constructor(inbox: Inbox, channel: Channel | undefined, members: Agent[], agents: Agent[]) {
    this.inbox = inbox
    this.channel = channel
    this.agents = agents
    this.draft = new Draft<Values>({ ...this.#values(inbox), members: members.map((one) => String(one.id)) })
  }

  static async load(id: string): Promise<InboxForm> {
    const [inbox, channels, members, agents] = await Promise.all([
      session.http.get<Inbox>(session.api.path(`inboxes/${id}`)),
      session.api.channels(),
      session.http.get<{ payload: Agent[] }>(session.api.path(`inbox_members/${id}`)),
      session.api.agents(),
    ])
    return new InboxForm(inbox, channelOf(channels as Channel[], inbox), members.payload, agents)
  }

  /** The channel's settings; they live beside the common fields, as their keys never meet. */
  get settings(): Record<string, unknown> {
    return this.draft.values
  }
  get fields(): Record<string, unknown> {
    return this.draft.values
  }
  get errors(): Record<string, string> {
    return this.draft.errors
  }

  set(key: string, value: unknown): void {
    ;(this.draft.values as Record<string, unknown>)[key] = value
    this.draft.touch(key)
  }

  /** Sends what changed. */
  async send(): Promise<void> {
    const { members, ...changes } = this.draft.changes
    const keys = new Set((this.channel?.settings ?? []).map((setting) => setting.key))
    const common = Object.fromEntries(Object.entries(changes).filter(([key]) => !keys.has(key)))
    const settings = Object.fromEntries(Object.entries(changes).filter(([key]) => keys.has(key)))
    if (Object.keys(changes).length) {
      const body = { ...common, ...(Object.keys(settings).length && { channel: settings }) }
      this.inbox = await session.http.patch<Inbox>(session.api.path(`inboxes/${this.inbox.id}`), body)
    }
    if (members) {
      await session.http.patch(session.api.path('inbox_members'), { inbox_id: this.inbox.id, user_ids: members.map(Number) })
    }
  }

  #values(inbox: Inbox): CommonFields & Record<string, unknown> {
    const on = (key: string) => inbox[key] === true
    const text = (key: string) => (typeof inbox[key] === 'string' ? (inbox[key] as string) : '')
    return {
      ...(this.channel ? settingsOf(this.channel, inbox) : {}),
      name: inbox.name,
      greeting_enabled: on('greeting_enabled'),
      greeting_message: text('greeting_message'),
      claim_on_reply: on('claim_on_reply'),
      lock_to_single_conversation: on('lock_to_single_conversation'),
      allow_messages_after_resolved: on('allow_messages_after_resolved'),
      working_hours_enabled: on('working_hours_enabled'),
      timezone: text('timezone'),
      working_hours: weekOf(inbox['working_hours']),
      holidays: holidaysOf(inbox['holidays']),
      out_of_office_message: text('out_of_office_message'),
      enable_email_collect: on('enable_email_collect'),
      csat_survey_enabled: on('csat_survey_enabled'),
      csat_config: (inbox['csat_config'] ?? {}) as Record<string, unknown>,
    }
  }
}
