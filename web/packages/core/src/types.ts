//! The API's objects as the apps read them: the generated types, with the closed lists of words narrowed.
//! Times are epoch seconds.
import type * as api from './api.gen.ts'

/** `T` with some of its members known more exactly. */
type Narrow<T, Known> = Omit<T, keyof Known> & Known
/** `T` where only these members are sure to be there. */
type Sure<T, Members extends keyof T> = Pick<T, Members> & Partial<Omit<T, Members>>

/** A conversation's status on the wire. */
export type Status = 'open' | 'resolved' | 'pending' | 'snoozed'
/** Where a conversation is for the people who work. */
export type Place = 'queue' | 'in_service' | 'pending' | 'snoozed' | 'automatic' | 'finished'
/** Urgency; null is none. */
export type Priority = 'low' | 'medium' | 'high' | 'urgent'
/** A person's availability. */
export type Availability = 'online' | 'busy' | 'offline'
/** What a member may do by preset. */
export type Role = 'administrator' | 'agent'
/** How far an outgoing message got. */
export type MessageStatus = 'sent' | 'delivered' | 'read' | 'failed' | 'progress'

/** 0 from the customer, 1 from the team, 2 a line of the timeline, 3 from the product itself. */
export const MESSAGE = { incoming: 0, outgoing: 1, activity: 2, template: 3 } as const

type Facts = Record<string, unknown>

/** An account the person belongs to. */
export type AccountMembership = Narrow<
  Sure<api.UserAccount, 'id' | 'name'>,
  { role: Role; availability?: Availability; availability_status?: Availability; locale?: string }
>

/** The signed-in person. */
export type Profile = Narrow<
  Sure<api.UserJson, 'id' | 'name' | 'email' | 'avatar_url' | 'pubsub_token'>,
  { role?: Role; ui_settings: Facts | null; accounts: AccountMembership[] }
>

/** A member of the account. */
export type Agent = Narrow<
  Sure<api.Agent, 'id' | 'name'>,
  { role?: Role; availability_status?: Availability; avatar_url?: string }
>

/** What a member is: available, on a break (why, for how long), away. */
export interface MemberState {
  user: number
  state: Availability
  reason: string | null
  planned_minutes: number | null
  /** Epoch seconds. */
  since: number
}

/** A team. */
export type Team = Sure<api.TeamJson, 'id' | 'name'>

/** An inbox; `channel_type` is the channel's class on the wire, the channel's own keys stand beside. */
export interface Inbox {
  id: number
  name: string
  channel_type: string
  avatar_url?: string
  channel?: string
  claim_on_reply?: boolean
  [key: string]: unknown
}

/** A channel's description, served as data. */
export interface ChannelInfo {
  id: string
  channel_type: string
  create_type: string
  icon: string
  name?: string
  capabilities: Capabilities
}

/** What the desk may offer on a channel. */
export interface Capabilities {
  text_max: number
  file_max: number
  files_max: number
  quotes: boolean
  typing: boolean
  receipts: boolean
  starts: boolean
  sends?: boolean
  reactions?: boolean
  edits?: boolean
  deletes?: boolean
  voice?: boolean
  stickers?: boolean
  /** A line that names the agent can stand before the text. */
  signature_line?: boolean
}

/** A customer. */
export type Contact = Narrow<
  Sure<api.ContactJson, 'id' | 'name'>,
  {
    availability_status?: Availability
    additional_attributes?: Facts | null
    custom_attributes?: Facts | null
    last_activity_at?: number | null
    created_at?: number | null
    thumbnail?: string | null
    labels?: string[]
  }
>

/** A page of contacts. */
export interface ContactPage {
  meta: { count: number; current_page: number; has_more: boolean }
  payload: Contact[]
}

/** An inbox a contact can be written to from; without an address there yet, `source_id` is empty. */
export type Contactable = api.ContactInboxJson

/** A contact who is perhaps the same person, and what they share. */
export type ContactDouble = Narrow<api.ContactDouble, { contact: Contact }>

/** An import or export of contacts. */
export type ContactTransfer = api.ContactTransfer

/** What would become of a table of contacts. */
export type ContactImportPreview = api.ContactImportPreview

/** What the account says of a custom attribute. */
export type AttributeDefinition = api.CustomAttributeDefinition

/** A note about a contact or a conversation. */
export type Note = Narrow<api.Note, { user: { id: number; name: string; thumbnail?: string | null } | null }>

/** A file of a message. */
export type Attachment = Narrow<
  Sure<api.AttachmentJson, 'id' | 'file_type' | 'data_url'>,
  { meta?: Partial<VoiceMeta> | null }
>

/** What is known of a recorded voice: `peaks` are 0 to 255. */
export interface VoiceFacts {
  peaks: readonly number[]
  duration_ms: number
}

/** A voice message's own facts; `original_url` is what the browser recorded, for those that can't play ogg. */
export type VoiceMeta = VoiceFacts & { voice: boolean; original_url: string }

/** A file that is on the server and waits for its message. */
export interface Upload {
  signed_id: string
  file_url: string
  file_name: string
  content_type: string
  file_type: string
  file_size: number
  width?: number | null
  height?: number | null
  thumb_url?: string | null
  meta?: Partial<VoiceMeta> | null
}

/** A text that was not sent: one for each person, conversation and tab. */
export interface Draft {
  conversation_id: number
  private: boolean
  content: string
  in_reply_to: number | null
  attachments: Upload[]
  /** Seconds, with fraction. */
  updated_at: number
}

/** Which messages of a thread: before, after or around one, or around a moment (epoch seconds). */
export interface WindowQuery {
  before?: number
  after?: number
  around?: number
  at?: number
  /** Messages on a page, 1 to 100. */
  limit?: number
}

/** An emoji on a message and who gave it. */
export interface Reaction {
  emoji: string
  count: number
  by: { type: 'user' | 'contact' | string; id: number; name: string }[]
}

/** Who wrote a message. */
export interface Sender {
  id: number
  name: string
  type?: 'user' | 'contact' | 'agent_bot' | string
  available_name?: string
  thumbnail?: string | null
  avatar_url?: string | null
  email?: string | null
}

/** A message. */
export type Message = Narrow<
  Sure<api.MessageJson, 'id' | 'inbox_id' | 'conversation_id' | 'private' | 'created_at'>,
  {
    content: string | null
    message_type: 0 | 1 | 2 | 3
    content_type?: string | null
    content_attributes?: MessageAttributes | null
    status?: MessageStatus | null
    sender?: Sender | null
    attachments?: Attachment[]
    reactions?: Reaction[]
    conversation?: Partial<api.MessageConversation> | null
  }
>

/** What a message carries beside its text. */
export interface MessageAttributes {
  in_reply_to?: number | null
  deleted?: boolean
  external_error?: string | null
  edited?: boolean
  /** What it said before, oldest first. */
  edits?: { content: string; at: number }[]
  forwarded?: boolean
  /** The name that stands before the text where it is read. */
  signed_as?: string
  /** What happened, for the timeline's lines: drawn in the reader's language. */
  activity?: Activity
  [key: string]: unknown
}

/** A line of the timeline as data. `kind` names the words; the rest are their values. */
export interface Activity {
  kind: string
  [key: string]: unknown
}

/** A conversation as lists, sockets and its own page carry it. `id` is its number in the account. */
export type Conversation = Narrow<
  Sure<
    api.ConversationJson,
    | 'id'
    | 'account_id'
    | 'inbox_id'
    | 'labels'
    | 'can_reply'
    | 'unread_count'
    | 'first_reply_created_at'
    | 'last_activity_at'
    | 'timestamp'
    | 'created_at'
  >,
  {
    status: Status
    place?: Place
    priority: Priority | null
    messages: Message[]
    last_non_activity_message?: Message | null
    snoozed_until: number | null
    waiting_since: number | null
    queued_at?: number | null
    agent_last_seen_at: number | null
    contact_last_seen_at: number | null
    additional_attributes?: Facts | null
    custom_attributes?: Facts | null
    meta: ConversationMeta
  }
>

/** People around a conversation. */
export interface ConversationMeta {
  sender: Contact
  channel?: string
  assignee?: Agent | null
  team?: Team | null
  hmac_verified?: boolean
}

/** Counts beside a list, and where the next page begins. */
export type ListMeta = api.ListCounts & { next_cursor?: string | null }

/** A page of the conversation list. */
export interface ConversationPage {
  data: { meta: ListMeta; payload: Conversation[] }
}

/** Everything that opening a conversation needs. */
export type OpenConversation = Narrow<
  api.OpenConversation,
  {
    conversation: Conversation
    messages: Message[]
    contact: Contact
    previous: Conversation[]
    /** The customer's first message that no agent had seen. */
    first_unread_id?: number | null
    has_older?: boolean
  }
>

/** Counts of conversations in work that the person may see. */
export type Counters = Pick<
  api.Counters,
  'queue' | 'mine' | 'unassigned' | 'all' | 'pending' | 'snoozed' | 'automatic' | 'mentions' | 'unattended'
> & {
  inboxes: Record<string, number>
  teams: Record<string, number>
  /** Open and nobody's, by team. */
  queue_teams: Record<string, number>
  /** Open ones by who has them. */
  holders: Record<string, number>
  // What features count by, like labels.
  [key: string]: number | Record<string, number>
}

/** What the search answers, grouped. */
export interface SearchResult {
  payload: {
    contacts: Contact[]
    conversations: Conversation[]
    messages: (Message & { excerpt?: string; contact?: Contact | null })[]
  }
}

/** Public facts before signing in. */
export type Bootstrap = Narrow<api.Bootstrap, { demo: { email: string; password: string } | null }>

/** A label of the account. */
export type Label = api.Label

/** A canned response. */
export type CannedResponse = Sure<api.CannedResponse, 'id' | 'short_code' | 'content'>

/** A stored event, from the socket or from catching up. */
export interface LiveEvent {
  event: string
  data: Record<string, unknown>
  seq?: number
}

/** Events missed while away. */
export type EventsPage = api.Events
