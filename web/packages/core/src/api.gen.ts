//! The API's types, written by `web/scripts/api-types.mjs` from `/api/openapi.json`. Not edited by hand.

export interface AccountForm {
  /** Own domain; empty clears. */
  domain?: string | null
  /** Language: `pt-BR`, `en`, `es`. */
  locale?: string | null
  /** Name. */
  name?: string | null
  /** Where customers may write to; empty clears. */
  support_email?: string | null
}

/** An account. */
export interface AccountJson {
  /** Versions of the lists that clients keep. */
  cache_keys: Record<string, unknown>
  /** When it was made, ISO 8601. */
  created_at?: string | null
  /** Always empty. */
  custom_attributes: Record<string, unknown>
  /** Own domain. */
  domain?: string | null
  /** Features by name: those there are, as `true`. */
  features: Record<string, unknown>
  /** Row id. */
  id: number
  /** Language. */
  locale: string
  /** Name. */
  name: string
  /** Further settings. */
  settings: Record<string, unknown>
  /** Always `active`. */
  status: string
  /** Where customers may write to. */
  support_email?: string | null
}

export interface ActiveFields {
  /** The account. */
  account_id: number
}

export interface ActiveForm {
  /** Which account. */
  profile: ActiveFields
}

/** A member of the account. */
export interface Agent {
  /** Account. */
  account_id: number
  /** Whether they go offline with their last connection. */
  auto_offline: boolean
  /** `online`, `busy` or `offline`. */
  availability_status: string
  /** The name customers see. */
  available_name: string
  /** Whether the invitation was taken. */
  confirmed: boolean
  /** Always null: roles of one's own come later. */
  custom_role_id?: number | null
  /** E-mail. */
  email: string
  /** The user's id. */
  id: number
  /** Full name. */
  name: string
  /** Always `email`. */
  provider: string
  /** `agent` or `administrator`. */
  role: string
  /** Address of the picture, empty without one. */
  thumbnail: string
}

export interface AgentForm {
  /** Whether they count as offline while no window is open. */
  auto_offline?: boolean | null
  /** `online`, `busy` or `offline`. */
  availability?: string | null
  /** Name, only of someone who has not accepted yet. */
  name?: string | null
  /** `agent` or `administrator`. */
  role?: string | null
}

export interface AgentList {
  /** Members. */
  payload: Agent[]
}

/** Who is to have it. */
export interface Assignment {
  /** The person; 0 or null for nobody. */
  assignee_id?: number | null
  /** The team; 0 or null for none. */
  team_id?: number | null
}

/** A file of a message. */
export interface AttachmentJson {
  /** Account. */
  account_id: number
  /** Media type found in the content. */
  content_type: string
  /** Where to get it. */
  data_url: string
  /** The file's name ends in it, without the dot. */
  extension?: string | null
  /** Name as the sender gave it. */
  file_name: string
  /** Bytes. */
  file_size: number
  /** `image`, `audio`, `video` or `file`. */
  file_type: string
  /** Pixels, for pictures. */
  height?: number | null
  /** Row id. */
  id: number
  /** Its message. */
  message_id: number
  /** A small picture of it; empty where there is none. */
  thumb_url: string
  /** Pixels, for pictures. */
  width?: number | null
}

export interface AutoOfflineFields {
  /** The account. */
  account_id: number
  /** Whether. */
  auto_offline: boolean
}

export interface AutoOfflineForm {
  /** Which account, and what. */
  profile: AutoOfflineFields
}

export interface AvailabilityFields {
  /** The account. */
  account_id: number
  /** `online`, `busy` or `offline`. */
  availability: string
}

export interface AvailabilityForm {
  /** Which account, and what. */
  profile: AvailabilityFields
}

export interface Bootstrap {
  demo?: null | Demo
  /** Languages of the interface. */
  locales: string[]
  /** Whether nobody is there yet. */
  setup_needed: boolean
  /** The program's version. */
  version: string
}

export interface CacheKeys {
  /** List name to version. */
  cache_keys: Record<string, unknown>
}

/** What is to be stored; on a change, what is absent stays. */
export interface CannedBody {
  content?: string | null
  short_code?: string | null
}

/** A canned response. */
export interface CannedResponse {
  account_id: number
  /** Markdown with `{{variables}}`. */
  content: string
  /** ISO 8601. */
  created_at?: string | null
  id: number
  short_code: string
  /** ISO 8601. */
  updated_at?: string | null
}

/** Inboxes a contact can be written to from. */
export interface ContactableList {
  /** The inboxes with the contact's address in each, empty where it is made on the first message. */
  payload: ContactInboxJson[]
}

export interface ContactCondition {
  /** `phone_number`, `email` or `identifier`. */
  attribute_key: string
  /** `equal_to`. */
  filter_operator?: string | null
  /** The values. */
  values: string[]
}

/** A contact's conversations. */
export interface ContactConversations {
  /** The conversations. */
  payload: ConversationJson[]
}

/** Conditions in Chatwoot's form; only `equal_to` on phone, e-mail and identifier. */
export interface ContactFilter {
  /** The conditions; a contact that meets one of them is found. */
  payload: ContactCondition[]
}

/** A contact to be created or changed; what is absent stays as it is. */
export interface ContactForm {
  /** Facts to merge. */
  additional_attributes: Record<string, unknown>
  /** Address of a picture, https. */
  avatar_url?: string | null
  /** Whether what they send is dropped. */
  blocked?: boolean | null
  /** Attributes to merge; null removes one. */
  custom_attributes: Record<string, unknown>
  /** E-mail. */
  email?: string | null
  /** Id in the account's own systems. */
  identifier?: string | null
  /** When creating: the inbox it gets an address in. */
  inbox_id?: number | null
  /** Name. */
  name?: string | null
  /** Phone, E.164. */
  phone_number?: string | null
  /** When creating: the address; a random one without it. */
  source_id?: string | null
}

/** An address of a customer in an inbox. */
export interface ContactInboxJson {
  /** The inbox. */
  inbox: InboxSlim
  /** The address. */
  source_id: string
}

/** A customer as `contacts` and a conversation's `meta.sender` show them. */
export interface ContactJson {
  /** Facts such as city, company, browser. */
  additional_attributes: Record<string, unknown>
  /** `online` or `offline`. */
  availability_status: string
  /** Whether what they send is dropped. */
  blocked: boolean
  /** Their addresses, where asked for. */
  contact_inboxes?: ContactInboxJson[] | null
  /** When they became known. */
  created_at: number
  /** Attributes set by people and sites. */
  custom_attributes: Record<string, unknown>
  /** E-mail. */
  email?: string | null
  /** Row id. */
  id: number
  /** Id in the account's own systems. */
  identifier?: string | null
  /** When they last wrote. */
  last_activity_at?: number | null
  /** Name, may be empty. */
  name: string
  /** Phone, E.164. */
  phone_number?: string | null
  /** Address of the picture, empty without one. */
  thumbnail: string
}

/** A page of contacts. */
export interface ContactList {
  /** How many, and which page. */
  meta: ListMeta
  /** The contacts. */
  payload: ContactJson[]
}

/** One contact. */
export interface ContactOne {
  /** The contact. */
  payload: ContactJson
}

/** A customer as the writer of a message and in events about contacts. */
export interface ContactSender {
  /** Facts such as city, company, browser. */
  additional_attributes: Record<string, unknown>
  /** Whether what they send is dropped. */
  blocked: boolean
  /** Attributes set by people and sites. */
  custom_attributes: Record<string, unknown>
  /** E-mail. */
  email?: string | null
  /** Row id. */
  id: number
  /** Id in the account's own systems. */
  identifier?: string | null
  /** Name. */
  name: string
  /** Phone, E.164. */
  phone_number?: string | null
  /** Address of the picture, empty without one. */
  thumbnail: string
  /** Always `contact`. */
  type: string
}

/** The customer's address in the inbox. */
export interface ConversationAddress {
  /** The customer. */
  contact_id: number
  /** Whether the identity was proved. */
  hmac_verified: boolean
  /** Row id. */
  id: number
  /** The inbox. */
  inbox_id: number
  /** The address. */
  source_id: string
}

/** Counts alone. */
export interface ConversationCounts {
  /** Counts. */
  meta: ListCounts
}

/** Files of a conversation. */
export interface ConversationFiles {
  /** The files. */
  payload: AttachmentJson[]
}

/** A conversation as REST, sockets and webhooks carry it. Features add keys of theirs, like `labels`. */
export interface ConversationJson {
  /** Account. */
  account_id: number
  /** Facts such as browser and referrer. */
  additional_attributes: Record<string, unknown>
  /** When an agent last looked, 0 for never. */
  agent_last_seen_at: number
  /** When the assignee last looked, 0 for never. */
  assignee_last_seen_at: number
  /** Whether a message can be sent now. */
  can_reply: boolean
  /** Chatwoot's class of the channel. */
  channel: string
  /** The customer's address and inbox. */
  contact_inbox: ConversationAddress
  /** When the customer last looked, 0 for never. */
  contact_last_seen_at: number
  /** When it began. */
  created_at: number
  /** Attributes set by people and sites. */
  custom_attributes: Record<string, unknown>
  /** When a person first answered, 0 for never. */
  first_reply_created_at: number
  /** Its number in the account. */
  id: number
  /** Inbox. */
  inbox_id: number
  /** Titles of its labels. */
  labels: string[]
  /** When something was last said or done. */
  last_activity_at: number
  last_non_activity_message?: null | MessageJson
  /** The newest message, or none. */
  messages: MessageJson[]
  /** People around it. */
  meta: ConversationMeta
  /** Whether the customer is blocked. */
  muted: boolean
  /** People who take part beside the assignee. */
  participants: number[]
  /** `queue`, `in_service`, `pending`, `snoozed`, `automatic` or `finished`. */
  place: string
  /** `low`, `medium`, `high`, `urgent` or null. */
  priority?: string | null
  /** Its place in the queue. */
  queued_at: number
  /** When it comes back. */
  snoozed_until?: number | null
  /** `open`, `resolved`, `pending` or `snoozed`. */
  status: string
  /** The same as `last_activity_at`. */
  timestamp: number
  /** Messages of the customer that no agent has seen. */
  unread_count: number
  /** When it last changed, with fraction. */
  updated_at: number
  /** Outside id that can't be guessed. */
  uuid: string
  /** Since when the customer's words have no answer, 0 when they have. */
  waiting_since: number
}

/** A page of conversations. */
export interface ConversationList {
  /** The page. */
  data: ConversationListData
}

export interface ConversationListData {
  /** Counts, and where the next page begins. */
  meta: ConversationListMeta
  /** The conversations. */
  payload: ConversationJson[]
}

export type ConversationListMeta = ListCounts & { next_cursor?: string | null }

/** People around a conversation. */
export interface ConversationMeta {
  assignee?: null | Agent
  /** `User` when somebody has it. */
  assignee_type?: string | null
  /** Chatwoot's class of the channel. */
  channel: string
  /** Whether the identity was proved. */
  hmac_verified: boolean
  /** The customer. */
  sender: ContactJson
  team?: null | TeamJson
}

/** Conversations in work that the caller may see. */
export type Counters = Record<string, unknown> & { all: number; automatic: number; inboxes: Record<string, unknown>; mentions: number; mine: number; pending: number; queue: number; snoozed: number; teams: Record<string, unknown>; unassigned: number }

/** A contact that was created. */
export interface CreatedContact {
  /** The contact and its address. */
  payload: CreatedContactPayload
}

export interface CreatedContactPayload {
  /** The contact. */
  contact: ContactJson
  contact_inbox?: null | ContactInboxJson
}

export interface Credentials {
  /** E-mail. */
  email?: string
  /** Password. */
  password?: string
}

/** The attributes that were set. */
export interface CustomAttributesSet {
  /** All custom attributes. */
  custom_attributes: Record<string, unknown>
}

export interface Demo {
  /** E-mail of the demo's administrator. */
  email: string
  /** Password. */
  password: string
}

export interface Done {
  /** Always true; anything else is an error. */
  success: boolean
}

/** Attributes to be removed. */
export interface DropCustomAttributes {
  /** Their keys. */
  custom_attributes: string[]
}

/** One event, as on the socket. */
export interface Event {
  data: Record<string, unknown>
  event: string
  seq: number
}

/** What was missed. */
export interface Events {
  /** In order; fewer than asked for only when nothing more is there. */
  events: Event[]
  /** Too much has happened, or the caller's rights changed: load everything again and go on from `seq`. */
  resync: boolean
  /** The account's last sequence. */
  seq: number
}

/** The first message of a conversation. */
export interface FirstMessage {
  /** Text. */
  content?: string | null
}

export interface Health {
  /** Always `ok`; anything else is an error. */
  status: string
  /** The program's version. */
  version: string
}

export interface InboxForm {
  /** Whether a message after closing reopens the conversation. */
  allow_messages_after_resolved?: boolean | null
  /** The channel's `type` (when making one) and settings. */
  channel?: Record<string, unknown>
  /** Whether who answers first takes the conversation. */
  claim_on_reply?: boolean | null
  /** Whether a greeting is sent to who writes first. */
  greeting_enabled?: boolean | null
  /** The greeting; empty clears. */
  greeting_message?: string | null
  /** Settings of the channel that clients also send beside it. */
  hmac_mandatory?: boolean | null
  /** Whether a customer has at most one conversation here. */
  lock_to_single_conversation?: boolean | null
  /** Name. */
  name?: string | null
}

/** An inbox; the channel's own keys stand beside these. */
export interface InboxJson {
  /** Whether a message after closing reopens the conversation. */
  allow_messages_after_resolved: boolean
  /** Address of the picture, empty without one. */
  avatar_url: string
  /** The channel's id with us. */
  channel: string
  /** The same: an inbox and its channel are one here. */
  channel_id: number
  /** The channel's name in Chatwoot's JSON. */
  channel_type: string
  /** Whether who answers first takes the conversation. */
  claim_on_reply: boolean
  /** Whether a greeting is sent to who writes first. */
  greeting_enabled: boolean
  /** The greeting. */
  greeting_message?: string | null
  /** Row id. */
  id: number
  /** Whether a customer has at most one conversation here. */
  lock_to_single_conversation: boolean
  /** Name. */
  name: string
  [key: string]: unknown
}

export interface InboxList {
  /** Inboxes. */
  payload: InboxJson[]
}

/** An inbox in few words. */
export interface InboxSlim {
  /** Address of the picture, empty without one. */
  avatar_url: string
  /** The same as `id`: an inbox and its channel are one row here. */
  channel_id: number
  /** Chatwoot's class of the channel. */
  channel_type: string
  /** Its id. */
  id: number
  /** Name. */
  name: string
  /** Always null. */
  provider?: string | null
}

/** An open invitation. */
export interface InvitationJson {
  /** Name of the account. */
  account_name: string
  /** Their e-mail. */
  email: string
  /** Whether they have signed in before: then they prove their password instead of choosing one. */
  known: boolean
  /** The invited person's name as far as known. */
  name: string
}

/** Someone invited. */
export type InvitedAgent = Agent & { invitation_url: string }

export interface Join {
  /** Name, of someone new. */
  name?: string
  /** A new password, or the present one of someone known. */
  password: string
}

export interface Joined {
  /** The account joined. */
  account_id: number
  /** The person, signed in. */
  data: UserJson
}

/** A label. */
export interface Label {
  /** `#RRGGBB`. */
  color: string
  description?: string | null
  id: number
  show_on_sidebar: boolean
  title: string
}

/** What is to be stored of a label; on a change, what is absent stays. */
export interface LabelBody {
  color?: string | null
  description?: string | null
  show_on_sidebar?: boolean | null
  title?: string | null
}

/** All labels. */
export interface LabelList {
  payload: Label[]
}

/** Counts beside a list. */
export interface ListCounts {
  /** All of them. */
  all_count: number
  /** Those somebody has. */
  assigned_count: number
  /** Those the caller has. */
  mine_count: number
  /** Those nobody has. */
  unassigned_count: number
}

/** Beside a list of contacts. */
export interface ListMeta {
  /** How many there are. */
  count: number
  /** The page answered. */
  current_page: number
  /** Whether another page follows. */
  has_more: boolean
}

export interface MembersForm {
  /** The inbox. */
  inbox_id: number
  /** Ids of members of the account. */
  user_ids: number[]
}

/** Two contacts that are one. */
export interface MergeContacts {
  /** The one that stays. */
  base_contact_id: number
  /** The one that goes. */
  mergee_contact_id: number
}

/** A message to be changed. */
export interface MessageChanges {
  /** New text of a message of one's own. */
  content?: string | null
  /** Why it failed. */
  external_error?: string | null
  /** How far a gateway got with it: `sent`, `delivered`, `read` or `failed`. */
  status?: string | null
}

/** The conversation of a message in few words. */
export interface MessageConversation {
  /** The person who has it. */
  assignee_id?: number | null
  /** The customer's address. */
  contact_inbox: SourceId
  /** When a person first answered. */
  first_reply_created_at: number
  /** When something was last said or done. */
  last_activity_at: number
  /** Where it is for the people who work. */
  place: string
  /** `open`, `resolved`, `pending` or `snoozed`. */
  status: string
  /** Messages of the customer that no agent has seen. */
  unread_count: number
  /** Since when the customer waits for an answer. */
  waiting_since: number
}

/** A message as REST, sockets and webhooks carry it. */
export interface MessageJson {
  /** Account. */
  account_id: number
  /** Always empty. */
  additional_attributes: Record<string, unknown>
  /** Files. */
  attachments?: AttachmentJson[]
  /** Text, Markdown; null when there is none. */
  content?: string | null
  /** Quote (`in_reply_to`), `deleted`, `external_error`, form values, the timeline's `activity`. */
  content_attributes: Record<string, unknown>
  /** What the content is. */
  content_type: string
  /** The conversation in few words. */
  conversation: MessageConversation
  /** The conversation's number. */
  conversation_id: number
  /** When it was written. */
  created_at: number
  /** The sender's own id. */
  echo_id?: string | null
  /** Always empty. */
  external_source_ids: Record<string, unknown>
  /** Row id. */
  id: number
  /** Inbox. */
  inbox_id: number
  /** 0 incoming, 1 outgoing, 2 activity, 3 from the product itself. */
  message_type: number
  /** Whether only the team sees it. */
  private: boolean
  /** The same as `content`. */
  processed_message_content?: string | null
  sender?: null | SenderJson
  /** Row id of the writer. */
  sender_id?: number | null
  /** `User`, `Contact` or null. */
  sender_type?: string | null
  /** Always empty. */
  sentiment: Record<string, unknown>
  /** The provider's id. */
  source_id?: string | null
  /** `sent`, `delivered`, `read`, `failed` or `progress`. */
  status: string
  /** When it last changed, ISO 8601. */
  updated_at?: string | null
}

/** A page of messages. */
export interface MessagePage {
  /** What stands beside them. */
  meta: MessagesMeta
  /** The messages. */
  payload: MessageJson[]
}

/** What stands beside a page of messages. */
export interface MessagesMeta {
  /** Facts such as browser and referrer. */
  additional_attributes: Record<string, unknown>
  /** When an agent last looked, ISO 8601. */
  agent_last_seen_at?: string | null
  /** The person who has it. */
  assignee?: Record<string, unknown>
  /** When the assignee last looked, ISO 8601. */
  assignee_last_seen_at?: string | null
  /** The customer. */
  contact: Record<string, unknown>
  /** Titles of the conversation's labels. */
  labels: string[]
}

export interface NewAgent {
  /** E-mail. */
  email: string
  /** Name; what stands before the @ without it. */
  name?: string | null
  /** `agent` or `administrator`; without it `agent`. */
  role?: string | null
}

/** An address to be given. */
export interface NewContactInbox {
  /** The inbox. */
  inbox_id: number
  /** The address; a random one without it. */
  source_id?: string | null
}

/** A conversation to be started. */
export interface NewConversation {
  /** Facts such as browser and referrer. */
  additional_attributes: Record<string, unknown>
  /** Who has it. */
  assignee_id?: number | null
  /** The customer. */
  contact_id?: number | null
  /** Attributes. */
  custom_attributes: Record<string, unknown>
  /** The inbox. */
  inbox_id?: number | null
  message?: null | FirstMessage
  /** For a snoozed one: when it comes back, seconds since the epoch. */
  snoozed_until?: number | null
  /** The customer's address in the inbox, if the customer is not named. */
  source_id?: string | null
  /** `open` (unless told), `pending`, `snoozed` or `resolved`. */
  status?: string | null
  /** The team it is given to. */
  team_id?: number | null
}

/** A message to be written; with files as `multipart/form-data`, each file an `attachments[]`. */
export interface NewMessage {
  /** Text, Markdown. */
  content?: string | null
  /** `in_reply_to`: the message it quotes; form values. */
  content_attributes: Record<string, unknown>
  /** `text` unless told. */
  content_type?: string | null
  /** The sender's own id: the same twice is one message. */
  echo_id?: string | null
  /** Members mentioned in a note beside those its text names. */
  mentions?: number[] | null
  /** `outgoing` (unless told), or `incoming` where a gateway writes in the customer's name. */
  message_type?: string | null
  /** Whether only the team sees it. */
  private?: boolean | null
  /** The provider's id. */
  source_id?: string | null
}

/** Everything that opening a conversation needs. */
export interface OpenConversation {
  /** The customer. */
  contact: ContactJson
  /** The conversation. */
  conversation: ConversationJson
  /** Its newest messages, the oldest of them first. */
  messages: MessageJson[]
  /** The customer's other conversations, the newest first. */
  previous: ConversationJson[]
  /** The account's last event: what is told after it is not in here. */
  seq: number
}

/** People by id. */
export interface Participants {
  /** Ids of members of the account. */
  user_ids: number[]
}

export interface ProfileFields {
  /** The present password. */
  current_password?: string | null
  /** What customers see instead of the name; null or empty clears. */
  display_name?: string | null
  /** E-mail; needs the present password. */
  email?: string | null
  /** Language; null clears. */
  locale?: string | null
  /** What is put below messages; null or empty clears. */
  message_signature?: string | null
  /** Name. */
  name?: string | null
  /** A new password. */
  password?: string | null
  /** The new password again; checked where it is sent. */
  password_confirmation?: string | null
  /** Keys to set in what the interface keeps; null removes one. */
  ui_settings?: Record<string, unknown> | null
}

export interface ProfileForm {
  /** What changes. */
  profile?: ProfileFields
}

export interface SearchPayload {
  /** Contacts. */
  contacts: ContactJson[]
  /** Conversations. */
  conversations: ConversationJson[]
  /** Messages, the newest first, each with `excerpt`, `excerpt_ranges` (UTF-16 units) and `contact`. */
  messages: MessageJson[]
}

/** What was found, by kind; a kind that was not asked for is empty. */
export interface SearchResult {
  /** The findings. */
  payload: SearchPayload
}

/** Who wrote a message. */
export type SenderJson = UserSender | ContactSender

/** Attributes to be set. */
export interface SetCustomAttributes {
  /** All custom attributes. */
  custom_attributes: Record<string, unknown>
}

/** An urgency to be set. */
export interface SetPriority {
  /** `low`, `medium`, `high`, `urgent`; `none`, empty or null for none. */
  priority?: string | null
}

export interface SetUp {
  /** Name of the account. */
  account_name: string
  /** The administrator's e-mail. */
  email: string
  /** Language of the account; without it the caller's. */
  locale?: string | null
  /** The administrator's name. */
  name: string
  /** Their password. */
  password: string
}

export interface SetUpDone {
  /** The account made. */
  account_id: number
  /** The administrator, signed in. */
  data: UserJson
}

export interface SetupState {
  /** Whether nobody is there yet. */
  setup_needed: boolean
}

export interface SignedInJson {
  /** The person. */
  data: UserJson
}

/** An address in an inbox. */
export interface SourceId {
  /** The address. */
  source_id: string
}

export interface TeamForm {
  /** Whether conversations given to it are shared out among its members. */
  allow_auto_assign?: boolean | null
  /** What it is for; empty clears. */
  description?: string | null
  /** Name. */
  name?: string | null
}

/** A team. */
export interface TeamJson {
  /** Account. */
  account_id: number
  /** Whether it gives conversations out by itself. */
  allow_auto_assign: boolean
  /** What it is for. */
  description?: string | null
  /** Its id. */
  id: number
  /** Whether the caller belongs to it. */
  is_member: boolean
  /** Name. */
  name: string
}

/** Titles of the labels something carries. */
export interface Titles {
  payload: string[]
}

/** The titles something is to carry, in place of those it carries now. */
export interface TitlesBody {
  labels: string[]
}

/** The status that was set. */
export interface ToggledStatus {
  /** Always empty. */
  meta: Record<string, unknown>
  /** What was set. */
  payload: ToggledStatusPayload
}

export interface ToggledStatusPayload {
  /** The conversation's number. */
  conversation_id: number
  /** The status now. */
  current_status: string
  /** When it comes back. */
  snoozed_until?: number | null
  /** Always true. */
  success: boolean
}

/** A status to be set. */
export interface ToggleStatus {
  /** When a snoozed one comes back, seconds since the epoch; without it with the next reply. */
  snoozed_until?: number | null
  /** `open`, `resolved`, `pending` or `snoozed`; without it open and resolved change places. */
  status?: string | null
}

/** A sign of typing. */
export interface ToggleTyping {
  /** Whether a note is being written. */
  is_private?: boolean
  /** `on` or `off`. */
  typing_status: string
}

/** An account of the signed-in person. */
export interface UserAccount {
  /** When they last worked in it. */
  active_at?: string | null
  /** Whether they count as offline while no window is open. */
  auto_offline: boolean
  /** What they set themselves to. */
  availability: string
  /** How they are to be reached now. */
  availability_status: string
  /** Always null. */
  custom_role?: unknown
  /** Always null: roles of one's own come later. */
  custom_role_id?: number | null
  /** Row id. */
  id: number
  /** The account's language. */
  locale: string
  /** Name. */
  name: string
  /** Names of what they may do. */
  permissions: string[]
  /** `agent` or `administrator`. */
  role: string
  /** Always `active`. */
  status: string
}

export interface UserIds {
  /** Ids of members of the account. */
  user_ids: number[]
}

/** The signed-in person, as `profile` and `auth` show them. */
export interface UserJson {
  /** The person's own access token. */
  access_token: string
  /** The account they worked in last. */
  account_id?: number | null
  /** Their accounts. */
  accounts: UserAccount[]
  /** The name customers see. */
  available_name: string
  /** Address of the picture, empty without one. */
  avatar_url: string
  /** Whether they have accepted an invitation. */
  confirmed: boolean
  /** Always empty. */
  custom_attributes: unknown
  /** What customers see instead of the name. */
  display_name?: string | null
  /** E-mail. */
  email: string
  /** Always null: no identity provider is asked. */
  hmac_identifier?: string | null
  /** Row id. */
  id: number
  /** Who invited them into that account. */
  inviter_id?: number | null
  /** The language they chose, null without one. */
  locale?: string | null
  /** What is put below their messages. */
  message_signature?: string | null
  /** Full name. */
  name: string
  /** Always `email`. */
  provider: string
  /** Opens the socket. */
  pubsub_token: string
  /** Role in that account. */
  role?: string | null
  /** Always null. */
  type?: string | null
  /** What the interface keeps for them. */
  ui_settings: unknown
  /** The e-mail again. */
  uid: string
}

/** A member as the writer of a message. */
export interface UserSender {
  /** `online`, `busy` or `offline`. */
  availability_status: string
  /** The same again, for older clients. */
  available_name: string
  /** Address of the picture, empty without one. */
  avatar_url: string
  /** The user's id. */
  id: number
  /** The name customers see. */
  name: string
  /** Address of the picture, empty without one. */
  thumbnail: string
  /** Always `user`. */
  type: string
}

export interface Validated {
  /** The person, below `data`. */
  payload: ValidatedPayload
}

export interface ValidatedPayload {
  /** The person. */
  data: UserJson
  /** Always true. */
  success: boolean
}
