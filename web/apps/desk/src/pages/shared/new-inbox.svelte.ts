//! Making an inbox: the channels there are, the one chosen, and what is filled in.
import { ApiError, type Inbox, type InboxDraft } from '@guiche/core'
import { focusError } from '@guiche/ui'
import { t } from '../../lib/i18n.ts'
import { session } from '../../lib/session.svelte.ts'
import { toastError } from '../../lib/toasts.ts'
import { defaults, slotOf, type Channel } from './channels.ts'

/** The form of a new inbox. */
export class NewInboxForm implements InboxDraft {
  readonly channels: readonly Channel[]
  chosen = $state('')
  name = $state('')
  /** The inbox's own fields that a channel's page may set beside its settings. */
  fields = $state<Record<string, unknown>>({})
  /** Ids of who is to answer in it. */
  members = $state<string[]>([])
  settings = $state<Record<string, unknown>>({})
  errors = $state<Record<string, string>>({})

  constructor(channels: readonly Channel[]) {
    this.channels = channels
    if (channels[0]) this.choose(channels[0].id)
  }

  /** Asks the server which channels there are. */
  static async load(): Promise<NewInboxForm> {
    // A channel without a type is one that no inbox is made of by hand.
    const channels = ((await session.api.channels()) as Channel[]).filter((channel) => channel.create_type !== '')
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

  /** The inbox as it will be, for a channel's page that draws it. */
  get sketch(): Inbox {
    return { id: 0, name: this.name, channel_type: this.channel?.channel_type ?? '' } as Inbox
  }

  choose(id: string): void {
    if (id === this.chosen) return
    this.chosen = id
    const channel = this.channel
    this.settings = channel ? defaults(channel) : {}
    this.errors = {}
  }

  set(key: string, value: unknown): void {
    this.settings[key] = value
    delete this.errors[key]
  }

  /** Whether what is asked is filled in; else the form shows what is missing. */
  check(): boolean {
    this.errors = this.name.trim() ? {} : { name: t('form.nameMissing') }
    for (const setting of this.channel?.settings ?? []) {
      if (setting.required && !this.settings[setting.key]) this.errors[setting.key] = t('form.missing')
    }
    if (Object.keys(this.errors).length === 0) return true
    focusError()
    return false
  }

  /** Makes the inbox; nothing when something is wrong, which the form then shows. */
  async create(): Promise<Inbox | undefined> {
    const channel = this.channel
    if (!channel || !this.check()) return undefined
    const usual = defaults(channel)
    const chosen = Object.entries($state.snapshot(this.settings)).filter(
      ([key, value]) => value !== '' && value !== null && JSON.stringify(value) !== JSON.stringify(usual[key]),
    )
    const body = { ...$state.snapshot(this.fields), name: this.name.trim(), channel: { type: channel.create_type, ...Object.fromEntries(chosen) } }
    try {
      const made = await session.http.post<Inbox>(session.api.path('inboxes'), body)
      if (this.members.length) await this.#join(made.id)
      return made
    } catch (error) {
      this.errors = error instanceof ApiError ? { ...error.fields } : {}
      if (Object.keys(this.errors).some((key) => key === 'name' || key in this.settings)) focusError()
      else toastError(error)
      return undefined
    }
  }

  /** The inbox is there: that somebody could not be added is told, and can be mended in its settings. */
  async #join(id: number): Promise<void> {
    try {
      await session.http.patch(session.api.path('inbox_members'), { inbox_id: id, user_ids: this.members.map(Number) })
    } catch (error) {
      toastError(error)
    }
  }
}
