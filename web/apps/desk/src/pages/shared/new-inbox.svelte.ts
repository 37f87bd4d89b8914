//! Making an inbox: the channels there are, the one chosen, and what is filled in.
import { ApiError, type Inbox } from '@guiche/core'
import { focusError } from '@guiche/ui'
import { t } from '../../lib/i18n.ts'
import { session } from '../../lib/session.svelte.ts'
import { toastError } from '../../lib/toasts.ts'
import { defaults, slotOf, type Channel } from './channels.ts'

/** The form of a new inbox. */
export class NewInboxForm {
  readonly channels: readonly Channel[]
  chosen = $state('')
  name = $state('')
  settings = $state<Record<string, unknown>>({})
  errors = $state<Record<string, string>>({})

  constructor(channels: readonly Channel[]) {
    this.channels = channels
    if (channels[0]) this.choose(channels[0].id)
  }

  /** Asks the server which channels there are. */
  static async load(): Promise<NewInboxForm> {
    const channels = (await session.api.channels()) as Channel[]
    const rank = (channel: Channel) => slotOf(channel)?.rank ?? 50
    return new NewInboxForm(channels.toSorted((a, b) => rank(a) - rank(b)))
  }

  get channel(): Channel | undefined {
    return this.channels.find((channel) => channel.id === this.chosen)
  }

  /** Settings asked at once: those the channel's folder names, else the required ones. */
  get asked(): string[] {
    const channel = this.channel
    if (!channel) return []
    return slotOf(channel)?.createFields ?? channel.settings.filter((setting) => setting.required).map((setting) => setting.key)
  }

  choose(id: string): void {
    this.chosen = id
    const channel = this.channel
    this.settings = channel ? defaults(channel) : {}
    this.errors = {}
  }

  set(key: string, value: unknown): void {
    this.settings[key] = value
    delete this.errors[key]
  }

  /** Makes the inbox; nothing when something is wrong, which the form then shows. */
  async create(): Promise<Inbox | undefined> {
    const channel = this.channel
    if (!channel) return undefined
    this.errors = this.name.trim() ? {} : { name: t('form.nameMissing') }
    for (const setting of channel.settings) {
      if (setting.required && !this.settings[setting.key]) this.errors[setting.key] = t('form.missing')
    }
    if (Object.keys(this.errors).length) {
      focusError()
      return undefined
    }
    const settings = Object.fromEntries(this.asked.map((key) => [key, this.settings[key]]).filter(([, value]) => value !== '' && value !== null))
    try {
      return await session.http.post<Inbox>(session.api.path('inboxes'), { name: this.name.trim(), channel: { type: channel.create_type, ...settings } })
    } catch (error) {
      this.errors = error instanceof ApiError ? { ...error.fields } : {}
      const placed = Object.keys(this.errors).some((key) => key === 'name' || this.asked.includes(key))
      if (placed) focusError()
      else toastError(error)
      return undefined
    }
  }
}
