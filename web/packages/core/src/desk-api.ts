//! The routes that the desk calls, typed. One value per open account.
import type { Http, Query } from './http.ts'
import { ThreadApi } from './thread-api.ts'
import type {
  Agent,
  Availability,
  Capabilities,
  ChannelInfo,
  Contact,
  Conversation,
  ConversationPage,
  Counters,
  EventsPage,
  Inbox,
  MemberState,
  Message,
  OpenConversation,
  Priority,
  Profile,
  SearchResult,
  Status,
  Team,
} from './types.ts'

/** Which conversations a list shows. */
export interface ListQuery extends Query {
  status?: Status | 'all'
  assignee_type?: 'me' | 'unassigned' | 'all' | 'assigned' | 'others'
  assignee_id?: number
  place?: string
  inbox_id?: number
  team_id?: number
  sort_by?: string
  cursor?: string
}

/** A message to be sent. */
export interface NewMessage {
  content: string
  private: boolean
  echo_id: string
  content_attributes?: { in_reply_to?: number }
  mentions?: number[]
  /** Ids of uploads. */
  attachments?: string[]
  content_type?: 'sticker'
  /** The agent's signature goes with it. */
  signature?: boolean
}

/** The account's routes. */
export class DeskApi {
  readonly http: Http
  readonly account: number
  /** Messages of a thread, drafts, uploads. */
  readonly thread: ThreadApi

  constructor(http: Http, account: number) {
    this.http = http
    this.account = account
    this.thread = new ThreadApi(http, account)
  }

  /** A path under the account. */
  path(rest: string): string {
    return `/api/v1/accounts/${this.account}/${rest}`
  }

  profile(): Promise<Profile> {
    return this.http.get('/api/v1/profile')
  }
  /** Sets whether I am available; a break may have a reason and a planned time. */
  setAvailability(availability: Availability, reason?: string, minutes?: number): Promise<Profile> {
    return this.http.post('/api/v1/profile/availability', {
      profile: { account_id: this.account, availability, ...(reason && { reason }), ...(minutes && { minutes }) },
    })
  }
  /** What the members are: available, on a break, away. */
  async memberStates(): Promise<MemberState[]> {
    return (await this.http.get<{ payload: MemberState[] }>(this.path('member_states'))).payload
  }
  /** Merges into the person's interface settings. */
  saveUiSettings(ui_settings: Record<string, unknown>): Promise<Profile> {
    return this.http.put('/api/v1/profile', { profile: { ui_settings } })
  }

  agents(): Promise<Agent[]> {
    return this.http.get(this.path('agents'))
  }
  async assignable(inbox: number): Promise<Agent[]> {
    const answer = await this.http.get<{ payload: Agent[] }>(this.path('assignable_agents'), { inbox_ids: [inbox] })
    return answer.payload
  }
  teams(): Promise<Team[]> {
    return this.http.get(this.path('teams'))
  }
  async inboxes(): Promise<Inbox[]> {
    return (await this.http.get<{ payload: Inbox[] }>(this.path('inboxes'))).payload
  }
  channels(): Promise<ChannelInfo[]> {
    return this.http.get('/api/v1/channels')
  }

  conversations(query: ListQuery, signal?: AbortSignal): Promise<ConversationPage> {
    return this.http.get(this.path('conversations'), query, signal)
  }
  /** The counts beside a list's tabs. */
  async counts(query: ListQuery): Promise<ConversationPage['data']['meta']> {
    const answer = await this.http.get<{ meta: ConversationPage['data']['meta'] }>(
      this.path('conversations/meta'),
      query,
    )
    return answer.meta
  }
  conversation(number: number): Promise<Conversation> {
    return this.http.get(this.path(`conversations/${number}`))
  }
  open(number: number, signal?: AbortSignal): Promise<OpenConversation> {
    return this.http.get(this.path(`conversations/${number}/open`), undefined, signal)
  }
  /** Notes in the record of accesses that I read a conversation without opening it. */
  peeked(number: number): Promise<void> {
    return this.http.post(this.path(`conversations/${number}/peek`), {})
  }
  counters(): Promise<Counters> {
    return this.http.get(this.path('counters'))
  }
  search(q: string, signal?: AbortSignal): Promise<SearchResult> {
    return this.http.get(this.path('search'), { q }, signal)
  }
  events(after: number, limit = 200): Promise<EventsPage> {
    return this.http.get(this.path('events'), { after, limit })
  }

  async messages(number: number, query: { before?: number; after?: number }): Promise<Message[]> {
    const answer = await this.http.get<{ payload: Message[] }>(this.path(`conversations/${number}/messages`), query)
    return answer.payload
  }
  send(number: number, message: NewMessage): Promise<Message> {
    return this.http.post(this.path(`conversations/${number}/messages`), message)
  }
  retry(number: number, message: number): Promise<Message> {
    return this.http.post(this.path(`conversations/${number}/messages/${message}/retry`))
  }

  toggleStatus(number: number, status: Status, snoozed_until?: number | null): Promise<unknown> {
    return this.http.post(this.path(`conversations/${number}/toggle_status`), {
      status,
      ...(snoozed_until !== undefined && { snoozed_until }),
    })
  }
  setPriority(number: number, priority: Priority | null): Promise<unknown> {
    return this.http.post(this.path(`conversations/${number}/toggle_priority`), { priority })
  }
  assign(number: number, assignee_id: number | null): Promise<unknown> {
    return this.http.post(this.path(`conversations/${number}/assignments`), { assignee_id: assignee_id ?? 0 })
  }
  assignTeam(number: number, team_id: number | null): Promise<unknown> {
    return this.http.post(this.path(`conversations/${number}/assignments`), { team_id: team_id ?? 0 })
  }
  /** "Assumir": becomes responsible, or 409 with the winner. */
  claim(number: number): Promise<unknown> {
    return this.http.post(this.path(`conversations/${number}/claim`))
  }
  returnToQueue(number: number): Promise<unknown> {
    return this.http.post(this.path(`conversations/${number}/return_to_queue`))
  }
  seen(number: number): Promise<unknown> {
    return this.http.post(this.path(`conversations/${number}/update_last_seen`))
  }
  unread(number: number): Promise<unknown> {
    return this.http.post(this.path(`conversations/${number}/unread`))
  }
  typing(number: number, on: boolean, isPrivate: boolean): Promise<unknown> {
    return this.http.post(this.path(`conversations/${number}/toggle_typing_status`), {
      typing_status: on ? 'on' : 'off',
      is_private: isPrivate,
    })
  }

  async contact(id: number): Promise<Contact> {
    return (await this.http.get<{ payload: Contact }>(this.path(`contacts/${id}`))).payload
  }
  async updateContact(id: number, changes: Partial<Contact>): Promise<Contact> {
    const answer = await this.http.patch<{ payload: Contact }>(this.path(`contacts/${id}`), changes)
    return answer.payload
  }
}

/** What is assumed of a channel that says nothing about itself. */
export const PLAIN_CHANNEL: Capabilities = {
  text_max: 10_000,
  file_max: 25 * 1024 * 1024,
  files_max: 10,
  quotes: true,
  typing: true,
  receipts: true,
  starts: false,
}
