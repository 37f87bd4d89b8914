//! Channels as the server describes them, with the words and pages that their folders bring.
import type { ChannelInfo, ChannelSlot, Inbox } from '@guiche/core'
import { features } from '../../lib/features.ts'
import { i18n, words } from '../../lib/i18n.ts'

/** One setting of a channel's inbox, as the server describes it. */
export interface SettingInfo {
  key: string
  kind: 'text' | 'url' | 'color' | 'switch' | 'choice' | 'list' | 'object'
  required: boolean
  /** Characters at most, of a text. */
  max?: number | null
  /** Values of a choice. */
  choices?: string[] | null
  default: unknown
  secret?: boolean
}

/** A channel that inboxes can be made of. */
export interface Channel extends ChannelInfo {
  settings: SettingInfo[]
}

/** What the channel's folder brings for the desk. */
export function slotOf(channel: ChannelInfo | undefined): ChannelSlot | undefined {
  return features.find((one) => one.name === channel?.id)?.channel
}

/** The channel's name in the language in use. */
export function channelName(channel: ChannelInfo): string {
  return known(`${channel.id}.name`) ?? channel.name ?? channel.id
}

/** One line about it. */
export function channelHint(channel: ChannelInfo): string {
  return known(`${channel.id}.hint`) ?? ''
}

/** Words of one of its settings: `what` is `label`, `hint` or a value of a choice. */
export function settingWords(channel: ChannelInfo, key: string, what = ''): string | undefined {
  return known(`${channel.id}.setting.${key}${what && '.'}${what}`)
}

/** The channel of an inbox. */
export function channelOf(channels: readonly Channel[], inbox: Inbox): Channel | undefined {
  return channels.find((channel) => channel.channel_type === inbox.channel_type)
}

/** The settings of a channel at their defaults. */
export function defaults(channel: Channel): Record<string, unknown> {
  return Object.fromEntries(channel.settings.map((setting) => [setting.key, setting.default]))
}

/** The settings of a channel as an inbox has them. */
export function settingsOf(channel: Channel, inbox: Inbox): Record<string, unknown> {
  return Object.fromEntries(channel.settings.map((setting) => [setting.key, inbox[setting.key] ?? setting.default]))
}

function known(key: string): string | undefined {
  return i18n.has(key) ? words(key) : undefined
}
