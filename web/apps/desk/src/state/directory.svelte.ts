//! People, teams, inboxes and channels of the account, and who is here right now.
import {
  PLAIN_CHANNEL,
  type Agent,
  type Availability,
  type Capabilities,
  type ChannelInfo,
  type Inbox,
  type MemberState,
  type NavItem,
  type Team,
} from '@guiche/core'
import { features } from '../lib/features.ts'
import { session } from '../lib/session.svelte.ts'
import { deskContext } from '../lib/context.ts'

class Directory {
  agents = $state.raw<readonly Agent[]>([])
  teams = $state.raw<readonly Team[]>([])
  inboxes = $state.raw<readonly Inbox[]>([])
  channels = $state.raw<readonly ChannelInfo[]>([])
  /** Items of the features' sidebar sections, by feature. */
  nav = $state.raw<Readonly<Record<string, readonly NavItem[]>>>({})
  /** Availability by person. */
  people = $state.raw<Readonly<Record<string, Availability>>>({})
  /** What each member is, with the reason of a break; by person. */
  states = $state.raw<ReadonlyMap<number, MemberState>>(new Map())
  /** Reasons for a break. */
  pauses = $state.raw<readonly { name: string; minutes: number | null }[]>([])
  /** Customers who are on line, by contact. */
  contacts = $state.raw<Readonly<Record<string, Availability>>>({})

  /** Loads everything; each part may fail alone and is asked again at the next change. */
  async load(): Promise<void> {
    await Promise.all([this.#agents(), this.#teams(), this.#inboxes(), this.#channels(), this.#nav(), this.#states(), this.#pauses()])
  }

  /** Loads a list that changed: `agents`, `teams`, `inboxes` or a feature's own. */
  async refresh(list: string): Promise<void> {
    if (/^(agent|member|user)/.test(list)) await this.#agents()
    else if (list.startsWith('team')) await this.#teams()
    else if (list.startsWith('inbox')) await this.#inboxes()
    else if (features.some((f) => f.pauses?.cache === list)) await this.#pauses()
    else await this.#nav(list)
  }

  /** Somebody is another than before. */
  setState(next: MemberState): void {
    this.states = new Map([...this.states, [next.user, next]])
    this.people = { ...this.people, [next.user]: next.state }
  }

  inbox(id: number): Inbox | undefined {
    return this.inboxes.find((i) => i.id === id)
  }
  agent(id: number | null | undefined): Agent | undefined {
    return this.agents.find((a) => a.id === id)
  }
  team(id: number | null | undefined): Team | undefined {
    return this.teams.find((t) => t.id === id)
  }
  /** The channel of an inbox. */
  channelOf(inbox: Inbox | undefined): ChannelInfo | undefined {
    return this.channels.find((c) => c.channel_type === inbox?.channel_type)
  }
  /** What can be done on an inbox's channel. */
  capabilities(inbox: Inbox | undefined): Capabilities {
    return this.channelOf(inbox)?.capabilities ?? PLAIN_CHANNEL
  }
  /** Glyph of an inbox's channel. */
  glyph(inbox: Inbox | undefined): string {
    return this.channelOf(inbox)?.icon ?? 'chat'
  }

  async #agents(): Promise<void> {
    this.agents = await session.api.agents().catch(() => this.agents)
    const known: Record<string, Availability> = {}
    for (const a of this.agents) if (a.availability_status) known[a.id] = a.availability_status
    this.people = { ...this.people, ...known }
  }
  async #states(): Promise<void> {
    const all = await session.api.memberStates().catch(() => undefined)
    if (all) this.states = new Map(all.map((s) => [s.user, s]))
  }
  async #pauses(): Promise<void> {
    const found = features.flatMap((f) => (f.pauses ? [f.pauses.list(deskContext())] : []))
    this.pauses = (await Promise.all(found).catch(() => [this.pauses])).flat()
  }
  async #teams(): Promise<void> {
    this.teams = await session.api.teams().catch(() => this.teams)
  }
  async #inboxes(): Promise<void> {
    this.inboxes = await session.api.inboxes().catch(() => this.inboxes)
  }
  async #channels(): Promise<void> {
    this.channels = await session.api.channels().catch(() => this.channels)
  }
  async #nav(list?: string): Promise<void> {
    const wanted = features.filter((f) => f.nav && (list === undefined || f.nav.list === list))
    const loaded = await Promise.all(
      wanted.map(async (f) => [f.name, await f.nav!.items(deskContext()).catch(() => this.nav[f.name] ?? [])] as const),
    )
    if (loaded.length) this.nav = { ...this.nav, ...Object.fromEntries(loaded) }
  }
}

/** The one directory of the open account. */
export const directory = new Directory()
