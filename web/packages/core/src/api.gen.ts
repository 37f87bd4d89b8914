//! The API's types, written by `web/scripts/api-types.mjs` from `/api/openapi.json`. Not edited by hand.

export interface AccountForm {
  /** Own domain; empty clears. */
  domain?: string | null
  /** Language: `pt-BR`, `en`, `es`. */
  locale?: string | null
  /** Name. */
  name?: string | null
  /** Whether every member needs a second factor. */
  require_mfa?: boolean | null
  /** Whether replies name their author unless the author says otherwise. */
  sign_agent_name?: boolean | null
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
  /** Further settings: `require_mfa`, `sign_agent_name`. */
  settings: Record<string, unknown>
  /** Always `active`. */
  status: string
  /** Where customers may write to. */
  support_email?: string | null
}

export interface AccountUserForm {
  /** `agent` or `administrator`. */
  role?: string | null
  /** The person. */
  user_id: number
}

export interface AccountUserJson {
  /** The account. */
  account_id: number
  /** `agent` or `administrator`. */
  role: string
  /** The person. */
  user_id: number
}

export interface ActiveFields {
  /** The account. */
  account_id: number
}

export interface ActiveForm {
  /** Which account. */
  profile: ActiveFields
}

/** Who is put into the company. */
export interface AddCompanyContact {
  contact_id?: number | null
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
  /** The custom role they have, if any. */
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

/** A bot. */
export interface AgentBot {
  /** Opens the API to it; shown to administrators. */
  access_token?: string | null
  account_id: number
  bot_config: Record<string, unknown>
  /** Always `webhook`. */
  bot_type: string
  description?: string | null
  /** Since when it can't be reached, seconds since the epoch. */
  failed_at?: number | null
  /** Why. */
  failure?: string | null
  id: number
  /** Inboxes in which it answers first. */
  inbox_ids: number[]
  name: string
  /** Where it is told what happens. */
  outgoing_url?: string | null
  /** What its calls are signed with; shown to administrators. */
  secret?: string | null
  /** Always false: every bot belongs to an account. */
  system_bot: boolean
  /** Address of the picture, empty without one. */
  thumbnail: string
}

/** What is to be stored of a bot; what is absent stays. */
export interface AgentBotChanges {
  /** An https address of a picture. */
  avatar_url?: string | null
  bot_config?: Record<string, unknown>
  /** Only `webhook` (0). */
  bot_type?: string | null
  description?: string | null
  name?: string | null
  /** http or https. */
  outgoing_url?: string | null
}

/** What agents may have at once. */
export interface AgentCapacityPolicy {
  account_id: number
  /** How many have these limits. */
  assigned_agent_count: number
  /** Open conversations in all; null for as many as come. */
  conversation_limit?: number | null
  /** Seconds since the epoch. */
  created_at: number
  description: string
  exclusion_rules: CapacityExclusion
  id: number
  /** Limits within inboxes. */
  inbox_capacity_limits: InboxCapacity[]
  name: string
  /** Limits within teams. */
  team_limits: TeamCapacity[]
  /** Seconds since the epoch. */
  updated_at: number
  /** Who has them. */
  user_ids: number[]
}

/** The fields as they are, or under `agent_capacity_policy`. */
export type AgentCapacityPolicyBody = SetAgentCapacityPolicy & { agent_capacity_policy?: null | SetAgentCapacityPolicy }

export interface AgentForm {
  /** Whether they count as offline while no window is open. */
  auto_offline?: boolean | null
  /** `online`, `busy` or `offline`. */
  availability?: string | null
  /** The custom role; null takes it away. */
  custom_role_id?: number | null
  /** Name, only of someone who has not accepted yet. */
  name?: string | null
  /** `agent` or `administrator`. */
  role?: string | null
}

/** How much someone holds of what a feature keeps. */
export interface AgentHolding {
  count: number
  /** The feature, like `wallet`. */
  what: string
}

/** What a member holds. */
export interface AgentHoldings {
  /** Their conversations that are not finished. */
  conversations: number
  /** Names of the inboxes they answer in. */
  inboxes: string[]
  /** What features keep of theirs. */
  others: AgentHolding[]
  /** Names of the teams they belong to. */
  teams: string[]
}

export interface AgentList {
  /** Members. */
  payload: Agent[]
}

/** A file that is to come. */
export interface AnnouncedBlob {
  /** Bytes. */
  byte_size: number
  /** MD5 of its content, Base64. */
  checksum: string
  /** What its sender takes it for. */
  content_type?: string | null
  /** Its name. */
  filename: string
}

/** A file that is to come. */
export interface AnnounceUpload {
  /** The file. */
  blob: AnnouncedBlob
}

export interface AskForm {
  /** E-mail. */
  email?: string
}

/** Who is to have it. */
export interface Assignment {
  /** The person; 0 or null for nobody. */
  assignee_id?: number | null
  /** `AgentBot` when `assignee_id` is a bot's. */
  assignee_type?: string | null
  /** The team; 0 or null for none. */
  team_id?: number | null
}

/** An inbox under rules. */
export interface AssignmentInbox {
  id: number
  name: string
}

/** An inbox to be put under rules. */
export interface AssignmentInboxBody {
  inbox_id: number
}

/** The inboxes under rules. */
export interface AssignmentInboxes {
  inboxes: AssignmentInbox[]
}

/** Rules by which conversations are given out. */
export interface AssignmentPolicy {
  /** Within so many hours a customer goes to whoever served them last; 0 for not. */
  affinity_hours: number
  /** How many inboxes are under them. */
  assigned_inbox_count: number
  /** `round_robin` or `balanced`. */
  assignment_order: string
  /** `earliest_created` (the queue's order) or `longest_waiting`. */
  conversation_priority: string
  /** Seconds since the epoch. */
  created_at: number
  description: string
  enabled: boolean
  /** Older conversations are not given out. */
  exclude_older_than_hours?: number | null
  /** So many for one person… */
  fair_distribution_limit: number
  /** …in so many seconds. */
  fair_distribution_window: number
  /** Whether what someone has goes back to the queue when they go off-line. */
  hand_back: boolean
  id: number
  /** The same. */
  inbox_count: number
  /** The inboxes under them. */
  inboxes: AssignmentInbox[]
  name: string
  /** Whether only those who are available are given anything. */
  online_only: boolean
  /** The teams under them. */
  team_ids: number[]
  /** Seconds since the epoch. */
  updated_at: number
}

/** The fields as they are, or under `assignment_policy`. */
export type AssignmentPolicyBody = SetAssignmentPolicy & { assignment_policy?: null | SetAssignmentPolicy }

/** The assistant of an inbox. */
export interface AssistantAnswer {
  /** Always null. */
  assistant?: Record<string, unknown> | null
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
  meta?: null | VoiceJson
  /** A small picture of it; empty where there is none. */
  thumb_url: string
  /** Pixels, for pictures. */
  width?: number | null
}

export interface AuditKind {
  event: string
  type: string
}

/** A line of the audit. */
export interface AuditLine {
  /** What was done. */
  action: string
  associated_id: number
  /** Always `Account`. */
  associated_type: string
  /** Its name: `{"name": …}`. */
  auditable: Record<string, unknown>
  auditable_id?: number | null
  /** What it was done to, like `Label`. */
  auditable_type: string
  /** By field: what was, what is. */
  audited_changes: Record<string, unknown>
  comment?: string | null
  /** Seconds since the epoch. */
  created_at: number
  id: number
  remote_address?: string | null
  request_uuid?: string | null
  user_id?: number | null
  /** Always `User`. */
  user_type: string
  /** The name they had. */
  username?: string | null
  /** Always 1. */
  version: number
}

/** A page of the audit. */
export interface AuditPage {
  audit_logs: AuditLine[]
  current_page: number
  /** What can be filtered by. */
  kinds: AuditKind[]
  per_page: number
  total_entries: number
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
  /** How many minutes the break is meant to be. */
  minutes?: number | null
  /** Why one is on a break (`busy`). */
  reason?: string | null
}

export interface AvailabilityForm {
  /** Which account, and what. */
  profile: AvailabilityFields
}

export interface Begun {
  /** The address that an app reads from the picture. */
  provisioning_url: string
  /** An SVG path of its dark squares. */
  qr_path: string
  /** How many squares the picture has in a row. */
  qr_size: number
  /** The secret, to be typed where no picture can be read. */
  secret: string
}

export interface Bootstrap {
  demo?: null | Demo
  /** Languages of the interface. */
  locales: string[]
  /** Whether a new password can be asked for by e-mail. */
  password_reset: boolean
  /** Where the product is reached from outside, as it was told. */
  public_url: string
  /** Whether nobody is there yet. */
  setup_needed: boolean
  /** What the provider of identities is called, where one is set up: `/auth/oidc` leads there. */
  sso?: string | null
  /** The program's version. */
  version: string
}

/** A bot's words about itself: [`BotSender`], and whatever else its feature says. */
export type BotJson = BotSender

/** The one kind of bots. */
export type BotKind = "agent_bot"

/** What every bot that writes says of itself. */
export interface BotSender {
  /** Address of the picture, empty without one. */
  avatar_url: string
  /** Row id. */
  id: number
  /** Its name. */
  name: string
  /** Always `agent_bot`. */
  type: BotKind
}

/** A bulk action. */
export interface BulkAction {
  /** Seconds since the epoch. */
  created_at: number
  done: number
  failed: number
  /** The first hundred that failed. */
  failures: BulkFailure[]
  /** Seconds since the epoch. */
  finished_at?: number | null
  id: number
  /** Done, but could not be undone. */
  not_undone: number
  /** `running`, `done`, `undoing` or `undone`. */
  state: string
  /** Items in all. */
  total: number
  /** `Conversation` or `Contact`. */
  type: string
  undone: number
  /** Not yet done. */
  waiting: number
}

/** What is to be done, and to which: `ids`, or all that meet `query`. */
export interface BulkBody {
  /** For contacts: `delete`, or another deed that a feature knows, like `set_wallet_owner`. */
  action_name?: string | null
  /** What the deed is done with, at most 100. */
  action_params?: Record<string, unknown>[]
  /** `status`, `assignee_id`, `team_id` (0: nobody), `priority`. */
  fields: Record<string, unknown>
  /** Numbers of conversations or ids of contacts, at most 1,000. */
  ids?: number[]
  labels?: null | BulkLabels
  query?: null | BulkQuery
  /** Marks conversations as read, or as unread. */
  read?: boolean | null
  /** For the status `snoozed`: when they come back, seconds since the epoch. */
  snoozed_until?: number | null
  /** `Conversation` or `Contact`. */
  type?: string | null
}

/** An item that failed. */
export interface BulkFailure {
  /** The conversation's number or the contact's id. */
  id: number
  /** Why, in the caller's language. */
  message: string
}

/** Labels to add and to remove. */
export interface BulkLabels {
  add?: string[] | null
  remove?: string[] | null
}

/** One's newest bulk actions. */
export interface BulkList {
  payload: BulkAction[]
}

/** Conditions. */
export interface BulkQuery {
  payload: Record<string, unknown>[]
  /** Where days begin, in hours east of Greenwich; 0 unless told. */
  timezone_offset?: number | null
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

/** What does not count. */
export interface CapacityExclusion {
  /** Conversations that began longer ago. */
  exclude_older_than_hours?: number | null
  /** Conversations with one of these labels. */
  excluded_labels?: string[]
}

/** Someone to be given limits. */
export interface CapacityUserBody {
  user_id: number
}

export interface ChooseForm {
  /** The new password. */
  password?: string
  /** The new password again; checked where it is sent. */
  password_confirmation?: string | null
  /** The link's token. */
  reset_password_token?: string
}

/** An attribute that must have a value. */
export interface CloseAttribute {
  key: string
  /** `conversation` or `contact`. */
  of: string
}

/** What ends a conversation. */
export interface CloseForm {
  /** More about it; only the team reads it. */
  note?: string | null
  /** One of the account's reasons. */
  reason_id?: number | null
}

/** A rule. */
export interface CloseRule {
  attributes: CloseAttribute[]
  /** For which conversations, in the language of conditions; an empty list is all. */
  conditions: Record<string, unknown>[]
  enabled: boolean
  id: number
  name: string
  needs_label: boolean
  needs_reason: boolean
}

/** What is to be stored of a rule; on a change, what is absent stays. */
export interface CloseRuleForm {
  attributes?: CloseAttribute[] | null
  conditions: Record<string, unknown>[]
  enabled?: boolean | null
  name?: string | null
  needs_label?: boolean | null
  needs_reason?: boolean | null
}

/** The rules. */
export interface CloseRuleList {
  payload: CloseRule[]
}

/** What is missing, and what was said before. */
export interface Closing {
  /** Attributes without a value. */
  attributes: MissingAttribute[]
  /** Why it ended, the newest first. */
  closings: PastClosing[]
  /** Whether a label is missing. */
  label: boolean
  /** Whether a reason has to be given. */
  reason: boolean
}

export interface CodeForm {
  /** Six digits of the app. */
  otp_code?: string
}

export interface Codes {
  /** The recovery codes; each works once. */
  backup_codes: string[]
  /** Whether it is on. */
  enabled: boolean
}

/** A company. */
export interface Company {
  /** Address of the picture, empty without one. */
  avatar_url: string
  /** The fourteen characters of the Brazilian register of companies. */
  cnpj?: string | null
  /** How many people it has. */
  contacts_count: number
  /** Epoch seconds. */
  created_at: number
  custom_attributes: Record<string, unknown>
  description: string
  /** Without `www.`, in small letters. */
  domain?: string | null
  id: number
  name: string
  /** Epoch seconds. */
  updated_at: number
}

/** A company. */
export interface CompanyAnswer {
  payload: Company
}

/** Which attributes. */
export interface CompanyAttributeKeys {
  /** Their keys, at most 100. */
  custom_attributes: string[]
}

/** A contact. */
export interface CompanyContact {
  payload: Record<string, unknown>
}

/** How many people there are, and which page this is. */
export interface CompanyContactMeta {
  count: number
  current_page: number
}

/** A page of people. */
export interface CompanyContactPage {
  meta: CompanyContactMeta
  /** Contacts. */
  payload: Record<string, unknown>[]
}

/** How many conversations there are, how many of them are open, and which page this is. */
export interface CompanyConversationMeta {
  all_count: number
  open_count: number
  page: number
  total_count: number
}

/** A page of conversations. */
export interface CompanyConversationPage {
  meta: CompanyConversationMeta
  /** Conversations. */
  payload: Record<string, unknown>[]
}

/** How many companies there are, and which page this is. */
export interface CompanyMeta {
  page: number
  total_count: number
}

/** A page of companies. */
export interface CompanyPage {
  meta: CompanyMeta
  payload: Company[]
}

/** A condition. */
export interface Condition {
  /** For a custom attribute without a definition: `text`, `number`, `date` or `checkbox`. */
  attribute_display_type?: string | null
  /** The field, like `status`; see `condition_fields`. */
  attribute_key: string
  /** Instead of all but `query_operator`: a group, read as if in brackets. */
  conditions: Record<string, unknown>[]
  /** For a custom attribute: `conversation_attribute` or `contact_attribute`. */
  custom_attribute_type?: string | null
  /** `equal_to`, `not_equal_to`, `contains`, `does_not_contain`, `starts_with`, `is_present`, `is_not_present`, `is_greater_than`, `is_less_than`, `days_before` or `minutes_before`. */
  filter_operator: string
  /** `AND` (unless told) or `OR`: how the next condition is joined. */
  query_operator?: string | null
  /** Texts, numbers, yes or no; one of them is enough. */
  values: Record<string, unknown>[]
}

export interface ConditionField {
  /** `attribute_key` of a condition. */
  attribute_key: string
  /** Whether it is a custom attribute. */
  custom: boolean
  /** `text`, `number`, `checkbox`, `date`, `id`, `list` or `set`. */
  kind: string
  /** Operators it takes. */
  operators: string[]
  /** `conversation` or `contact`. */
  subject: string
  /** For a list: its values. */
  values: string[]
}

/** Conditions in Chatwoot's form. They are joined in the order written; AND binds closer than OR. */
export interface ConditionsQuery {
  /** The conditions, at most 50. */
  payload: Condition[]
  /** Where days begin, in hours east of Greenwich; 0 unless told. */
  timezone_offset?: number | null
}

export interface Confirmed {
  /** The e-mail that holds from now on. */
  email: string
  /** Always `Success`. */
  message: string
}

export interface ConfirmForm {
  /** The link's token. */
  confirmation_token?: string
}

/** Inboxes a contact can be written to from. */
export interface ContactableList {
  /** The inboxes with the contact's address in each, empty where it is made on the first message. */
  payload: ContactInboxJson[]
}

/** A contact's conversations. */
export interface ContactConversations {
  /** The conversations. */
  payload: ConversationJson[]
}

/** A contact who is perhaps the same person. */
export interface ContactDouble {
  /** The other contact. */
  contact: ContactJson
  /** What they share: `email`, `phone` (with or without the ninth digit), `cpf`, `cnpj`… */
  shared: string[]
}

/** Contacts who are perhaps the same person. */
export interface ContactDoubles {
  /** The others. */
  payload: ContactDouble[]
}

/** What is to be given out. */
export interface ContactExport {
  /** Columns: `id`, `name`, `email`, `phone_number`, `identifier`, `company_name`, `job_title`, `city`, `country`, `blocked`, `created_at`, `last_activity_at`, or keys of attributes; without them the usual ones. */
  column_names?: string[]
}

/** Files of a contact. */
export interface ContactFiles {
  /** The files, the newest first. */
  payload: AttachmentJson[]
}

/** A contact to be created or changed; what is absent stays as it is. */
export interface ContactForm {
  /** Facts to merge; an empty text or null removes one. */
  additional_attributes: Record<string, unknown>
  /** Address of a picture, https. */
  avatar_url?: string | null
  /** Whether what they send is dropped. */
  blocked?: boolean | null
  /** Attributes to merge; null removes one. */
  custom_attributes: Record<string, unknown>
  /** E-mail. */
  email?: string | null
  /** Whether the e-mail is known to be theirs. */
  email_verified?: boolean | null
  /** Id in the account's own systems. */
  identifier?: string | null
  /** When creating: the inbox it gets an address in. */
  inbox_id?: number | null
  /** Name. */
  name?: string | null
  /** Phone, E.164. */
  phone_number?: string | null
  /** Whether the phone is known to be theirs. */
  phone_verified?: boolean | null
  /** When creating: the address; a random one without it. */
  source_id?: string | null
}

/** A column of a table. */
export interface ContactImportColumn {
  /** What stands in the first rows. */
  cells: string[]
  heading: string
  /** What it means, as `columns` of an import takes it; empty for what is not taken in. */
  meaning: string
}

/** A row as a contact. */
export interface ContactImportPerson {
  email?: string | null
  name?: string | null
  phone_number?: string | null
  /** The field that is wrong, or `row`. */
  wrong?: string | null
}

/** What would become of a table. */
export interface ContactImportPreview {
  columns: ContactImportColumn[]
  /** Rows that were compared with the contacts there are. */
  compared: number
  /** Those of them that are someone already. */
  known: number
  /** The first rows as contacts. */
  people: ContactImportPerson[]
  /** Rows in all. */
  total: number
  /** Those of them that can't be taken in as they stand. */
  wrong: number
}

/** An address of a customer in an inbox. */
export interface ContactInboxJson {
  /** The inbox. */
  inbox: InboxSlim
  /** The address. */
  source_id: string
}

/** An address of an inbox. */
export interface ContactInboxQuery {
  /** The inbox. */
  inbox_id: number
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
  /** Of a blocked one, where a single contact is shown: since when. */
  blocked_at?: number | null
  /** Who blocked them. */
  blocked_by?: string | null
  /** Their addresses, where asked for. */
  contact_inboxes?: ContactInboxJson[] | null
  /** When they became known. */
  created_at: number
  /** Attributes set by people and sites. */
  custom_attributes: Record<string, unknown>
  /** How many of their messages were dropped since. */
  dropped_count?: number | null
  /** E-mail. */
  email?: string | null
  /** Whether the e-mail is known to be theirs, and not only said by whoever writes. */
  email_verified: boolean
  /** Row id. */
  id: number
  /** Id in the account's own systems. */
  identifier?: string | null
  /** When they last wrote. */
  last_activity_at?: number | null
  /** Name, may be empty. */
  name: string
  /** Where a single contact is shown: what else leads to them, such as a merged contact's e-mail. */
  other_identities?: OtherIdentity[] | null
  /** Phone, E.164. */
  phone_number?: string | null
  /** Whether the phone is known to be theirs. */
  phone_verified: boolean
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

/** An import or export. */
export interface ContactTransfer {
  /** Epoch seconds. */
  created_at: number
  /** Rows done. */
  done: number
  /** The contacts given out, or the rows that could not be taken in with the reasons; good for a week. */
  download_url?: string | null
  /** Rows that could not be taken in. */
  failed: number
  id: number
  /** `import` or `export`. */
  kind: string
  /** The file's name. */
  name: string
  /** Rows about someone who was there already and was to stay as they were. */
  skipped: number
  /** `waiting`, `running`, `done` or `failed`: the file can't be read. */
  state: string
  /** Rows in all; 0 until it is known. */
  total: number
}

/** Imports and exports. */
export interface ContactTransfers {
  payload: ContactTransfer[]
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

/** What was begun in a conversation. */
export interface ConversationDrafts {
  /** The reply and the note, the latest first. */
  drafts: Draft[]
  /** Whether there is something. */
  has_draft: boolean
  /** The latest text. */
  message?: string | null
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
  reply_window?: null | ReplyWindow
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

/** What becomes part of the conversation. */
export interface ConversationMerge {
  /** Numbers of other conversations of the same contact in the same inbox, at most 20. */
  conversation_ids: number[]
}

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

/** What happened to a conversation, and who opened it. */
export interface ConversationTimeline {
  /** In order. */
  entries: TimelineEntry[]
  first_attendant?: null | TimelinePerson
  /** Who opened it, the last one first. */
  visits: TimelineVisit[]
}

/** Conversations in work that the caller may see. */
export type Counters = Record<string, unknown> & { all: number; automatic: number; holders: Record<string, unknown>; inboxes: Record<string, unknown>; mentions: number; mine: number; pending: number; queue: number; queue_teams: Record<string, unknown>; snoozed: number; teams: Record<string, unknown>; unassigned: number; unattended: number }

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
  /** A recovery code, in place of `otp_code`. */
  backup_code?: string
  /** E-mail. */
  email?: string
  /** What the first step answered, in place of e-mail and password. */
  mfa_token?: string
  /** Six digits of the app, beside `mfa_token`. */
  otp_code?: string
  /** Password. */
  password?: string
  /** Token of a link by an application of the platform, in place of the password. */
  sso_auth_token?: string
}

/** What the answers come to. */
export interface CsatMetrics {
  /** How often each rating was given, by its number as text. */
  ratings_count: Record<string, number>
  /** Answers. */
  total_count: number
  /** Surveys sent. */
  total_sent_messages_count: number
}

/** A survey of a conversation. */
export interface CsatSurvey {
  /** When it was answered, if it was. */
  answered_at?: number | null
  feedback_message: string
  id: number
  message_id: number
  /** 1 to 5. */
  rating?: number | null
  /** When it was sent, seconds since the epoch. */
  sent_at: number
  /** Address of its page. */
  url: string
}

/** The surveys of a conversation, the newest first. */
export interface CsatSurveys {
  payload: CsatSurvey[]
}

/** A custom attribute. */
export interface CustomAttributeDefinition {
  attribute_description?: string | null
  attribute_display_name: string
  /** `text`, `number`, `currency`, `percent`, `link`, `date`, `list`, `checkbox`, `cpf`, `cnpj`, `cep` or `phone`. */
  attribute_display_type: string
  /** The key under which values are kept. */
  attribute_key: string
  /** `conversation_attribute` or `contact_attribute`. */
  attribute_model: string
  /** The choices of a list. */
  attribute_values: string[]
  /** ISO 8601. */
  created_at?: string | null
  default_value?: string | null
  id: number
  /** Said when it does not. */
  regex_cue?: string | null
  /** What a text must match. */
  regex_pattern?: string | null
  /** ISO 8601. */
  updated_at?: string | null
}

/** What is to be stored; on a change, what is absent stays. */
export interface CustomAttributeDefinitionBody {
  attribute_description?: string | null
  attribute_display_name?: string | null
  /** A name, or Chatwoot's number. */
  attribute_display_type?: string | null
  /** Made of the name without it. */
  attribute_key?: string | null
  /** A name, or Chatwoot's number. */
  attribute_model?: string | null
  attribute_values?: string[] | null
  /** All of this may stand under this name instead. */
  custom_attribute_definition?: Record<string, unknown> | null
  /** Text, or a number. */
  default_value?: string | null
  regex_cue?: string | null
  regex_pattern?: string | null
}

/** How far a custom attribute reaches. */
export interface CustomAttributeReach {
  /** Contacts or conversations with a value, counted up to ten thousand. */
  count: number
}

/** The attributes that were set. */
export interface CustomAttributesSet {
  /** All custom attributes. */
  custom_attributes: Record<string, unknown>
}

/** A role of the account. */
export interface CustomRole {
  created_at?: string | null
  description?: string | null
  id: number
  name: string
  /** Ids of those who have it. */
  people: number[]
  /** Names of permissions; Chatwoot's stand first where they are held. */
  permissions: string[]
  updated_at?: string | null
  /** `all`, `ours`, `unassigned` or `own`. */
  visibility: string
}

/** A page of another system, shown beside a conversation. */
export interface DashboardApp {
  /** `[{type: "frame", url}]` */
  content: Record<string, unknown>[]
  /** When it was added, ISO 8601. */
  created_at?: string | null
  id: number
  title: string
}

export interface DashboardAppBody {
  /** `[{type: "frame", url}]` */
  content?: Record<string, unknown>[] | null
  dashboard_app?: null | DashboardAppChanges
  title?: string | null
}

/** What is to be stored of an app; clients also send it inside `dashboard_app`. */
export interface DashboardAppChanges {
  /** `[{type: "frame", url}]` */
  content?: Record<string, unknown>[] | null
  title?: string | null
}

export interface Demo {
  /** E-mail of the demo's administrator. */
  email: string
  /** Password. */
  password: string
}

/** Which notifications are to be removed. */
export interface DestroyAllNotifications {
  /** `read`, or `all` (unless told). */
  type?: string | null
}

/** A file whose content is awaited. */
export interface DirectUpload {
  /** Bytes. */
  byte_size: number
  /** MD5 of its content, Base64. */
  checksum: string
  /** What its sender takes it for. */
  content_type: string
  /** When it was announced, ISO 8601. */
  created_at?: string | null
  /** Where the content goes, and with which headers. */
  direct_upload: Record<string, unknown>
  /** Its name. */
  filename: string
  /** What a message names it by. */
  id: string
  /** The same. */
  key: string
  /** Always empty. */
  metadata: Record<string, unknown>
  /** Always `local`. */
  service_name: string
  /** The same. */
  signed_id: string
}

export interface Done {
  /** Always true; anything else is an error. */
  success: boolean
}

/** What was begun. */
export interface Draft {
  /** Files that wait for it, as `upload` answers them. */
  attachments: Record<string, unknown>[]
  /** Text, Markdown. */
  content: string
  /** The conversation's number. */
  conversation_id: number
  /** The message it quotes. */
  in_reply_to?: number | null
  /** Whether it is a note. */
  private: boolean
  /** When it was last touched, seconds since the epoch. */
  updated_at: number
}

/** A draft as it is typed. */
export interface DraftMessage {
  /** When the key was struck, milliseconds since the epoch; now without it. */
  at?: number | null
  /** Files sent ahead, by their `signed_id`. */
  attachments?: string[] | null
  /** Told with the change, so that a device knows its own. */
  device?: string | null
  /** The message it quotes. */
  in_reply_to?: number | null
  /** Text; without text, files and quote the draft is removed. */
  message?: string | null
  /** Whether it is a note. */
  private?: boolean | null
}

/** Attributes to be removed. */
export interface DropCustomAttributes {
  /** Their keys. */
  custom_attributes: string[]
}

/** No articles. */
export interface EmptyArticles {
  /** What was found. */
  payload: EmptyFindings
}

export interface EmptyFindings {
  /** Always empty. */
  articles: Nothing[]
}

export interface EmptyMeta {
  /** Always 1. */
  current_page: number
  /** Always 0. */
  portals_count: number
}

/** No items. */
export interface EmptyPayload {
  /** Always empty. */
  payload: Nothing[]
}

/** No help centres. */
export interface EmptyPortals {
  /** The page. */
  meta: EmptyMeta
  /** Always empty. */
  payload: Nothing[]
}

export interface Ended {
  /** Always false. */
  enabled: boolean
}

export interface EndForm {
  /** A recovery code, in place of `otp_code`. */
  backup_code?: string
  /** Six digits of the app. */
  otp_code?: string
  /** The present password. */
  password?: string
}

/** The subscription to end, by the endpoint or the device's token. */
export interface EndPushes {
  push_token?: string | null
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

export interface FailedJson {
  /** When it was asked for, ISO 8601. */
  created_at?: string | null
  /** Id, for trying again. */
  id: number
  /** Why, in the server's words. */
  reason: string
  /** Its subject. */
  subject: string
  /** To whom; empty when it can't be read any more. */
  to: string
}

export interface FailedList {
  /** The letters. */
  payload: FailedJson[]
}

/** The fields that conditions may be about. */
export interface FieldList {
  /** The fields. */
  payload: ConditionField[]
}

/** Conversations that meet conditions. */
export interface FilteredConversations {
  /** Counts, and where the next page begins. */
  meta: FilteredMeta
  /** The conversations. */
  payload: ConversationJson[]
}

/** Counts alone. */
export interface FilteredCounts {
  /** Counts. */
  meta: ListCounts
}

export type FilteredMeta = ListCounts & { next_cursor?: string | null }

/** The first message of a conversation. */
export interface FirstMessage {
  /** Text. */
  content?: string | null
}

/** A folder. */
export interface Folder {
  created_at?: string | null
  /** `conversation`, `contact` or `report`. */
  filter_type: string
  id: number
  /** Whether it is the caller's own. */
  mine: boolean
  name: string
  /** What `conversations/filter` or `contacts/filter` takes. */
  query: Record<string, unknown>
  /** Whether the whole account sees it. */
  shared: boolean
  /** The team that sees it. */
  team_id?: number | null
  updated_at?: string | null
}

/** What is to be stored of a folder, by itself or under `custom_filter`; on a change, what is absent stays. */
export interface FolderBody {
  custom_filter: Record<string, unknown>
  /** `conversation` (unless told), `contact` or `report`; does not change. */
  filter_type?: string | null
  name?: string | null
  query: Record<string, unknown>
  /** Whether the whole account is to see it. */
  shared?: boolean | null
  /** The team that is to see it; null for none. */
  team_id?: number | null
  /** The same under its other name. */
  type?: string | null
}

/** The messages that were written. */
export interface ForwardedMessages {
  /** In the order asked for. */
  payload: MessageJson[]
}

/** Where a message is forwarded to. */
export interface ForwardMessage {
  /** Numbers of conversations, at most 20. */
  conversation_ids: number[]
  /** The sender's own id: the same twice forwards once. */
  echo_id?: string | null
}

/** Conversations that were found. */
export interface FoundConversations {
  /** Counts. */
  meta: ListCounts
  /** The conversations. */
  payload: ConversationJson[]
}

export interface Health {
  /** Always `ok`; anything else is an error. */
  status: string
  /** The program's version. */
  version: string
}

/** The bot of an inbox; an empty object without one. */
export interface InboxAgentBot {
  agent_bot: Record<string, unknown>
}

/** An inbox and the rules it is under. */
export interface InboxAssignmentPolicy {
  assignment_policy_id: number
  /** Seconds since the epoch. */
  created_at: number
  /** The inbox's id: it is under one set of rules at most. */
  id: number
  inbox_id: number
  /** Seconds since the epoch. */
  updated_at: number
}

/** Rules to put an inbox under. */
export interface InboxAssignmentPolicyBody {
  assignment_policy_id: number
}

/** A limit within an inbox. */
export interface InboxCapacity {
  conversation_limit: number
  id: number
  inbox_id: number
}

/** A limit within an inbox, alone. */
export interface InboxCapacityLimit {
  agent_capacity_policy_id: number
  conversation_limit: number
  /** Seconds since the epoch. */
  created_at: number
  id: number
  inbox_id: number
  /** Seconds since the epoch. */
  updated_at: number
}

export interface InboxForm {
  /** Whether a message after closing reopens the conversation. */
  allow_messages_after_resolved?: boolean | null
  /** The channel's `type` (when making one) and settings. */
  channel?: Record<string, unknown>
  /** Whether who answers first takes the conversation. */
  claim_on_reply?: boolean | null
  /** The survey's settings: `{display_type, message, survey_rules}`. */
  csat_config?: Record<string, unknown> | null
  /** Whether a survey follows the end of a conversation. */
  csat_survey_enabled?: boolean | null
  /** Whether who has no e-mail is asked for one. */
  enable_email_collect?: boolean | null
  /** Whether a greeting is sent to who writes first. */
  greeting_enabled?: boolean | null
  /** The greeting; empty clears. */
  greeting_message?: string | null
  /** Settings of the channel that clients also send beside it. */
  hmac_mandatory?: boolean | null
  /** `{national, carnival, corpus_christi, messages, own: [{date, name, message, intervals}]}`. */
  holidays?: unknown
  /** Whether a customer has at most one conversation here. */
  lock_to_single_conversation?: boolean | null
  /** Name. */
  name?: string | null
  /** What who writes outside of the hours is told; empty clears. */
  out_of_office_message?: string | null
  /** The zone of the hours, like `America/Sao_Paulo`. */
  timezone?: string | null
  /** Chatwoot's `working_hours`; `intervals: [{from, to}]` of a day go before its hours. */
  working_hours?: unknown
  /** Whether its hours count. */
  working_hours_enabled?: boolean | null
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

/** An inbox to be limited. */
export interface InboxLimitBody {
  conversation_limit: number
  inbox_id: number
}

/** A limit that is to be another. */
export interface InboxLimitChange {
  conversation_limit: number
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

/** How an inbox treats those who wait, fall silent and come back. */
export interface InboxWaiting {
  /** Minutes from the warning (or, without one, from the team's last words) until the end; null for never. */
  close_minutes?: number | null
  /** What is said at the end; empty for nothing. */
  close_text?: string
  /** Minutes after the end within which a customer who writes comes back to who had them, later to the queue; null for always back to them. */
  grace_minutes?: number | null
  /** Whether a bare "thank you" after the end leaves the conversation closed. */
  ignore_thanks?: boolean
  /** Whether those in the queue are told their position and, where it can be known, about how long it takes. */
  tell_position?: boolean
  /** Minutes of silence after the team's last words until the warning; null for never. */
  warn_minutes?: number | null
  /** The warning. */
  warn_text?: string
}

/** An integration. */
export interface IntegrationApp {
  /** Whether it may be set up more than once. */
  allow_multiple_hooks: boolean
  description: string
  /** Whether it can be used. */
  enabled: boolean
  /** Always `account`. */
  hook_type: string
  /** Always empty: each has routes of its own. */
  hooks: Record<string, unknown>[]
  id: string
  name: string
}

/** All of them. */
export interface IntegrationApps {
  payload: IntegrationApp[]
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
export type InvitedAgent = Agent & { invitation_mailed: boolean; invitation_url: string }

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

/** Everything on the panel. */
export interface LivePanel {
  /** Conversations whose customers wait longest for an answer, as Chatwoot's JSON. */
  at_risk: Record<string, unknown>[]
  /** People who are available. */
  available: number
  /** What entered the queue in the last hour, by five minutes, the oldest first. */
  entered: number[]
  /** First answers today. */
  first_replies: number
  /** Seconds to a person's first answer today, on average. */
  first_reply_secs?: number | null
  /** With somebody. */
  in_service: number
  /** When this was so, seconds since the epoch. */
  now: number
  /** Since when the longest in the queue has waited. */
  oldest_since?: number | null
  people: LivePerson[]
  queues: LiveQueue[]
  /** Resolved today. */
  resolved: number
  /** What left the queue to somebody in the last hour. */
  started: number
  /** In the queue. */
  waiting: number
}

/** Someone of the team. */
export interface LivePerson {
  id: number
  /** Open conversations they have. */
  load: number
  name: string
  /** How many minutes they mean to be. */
  planned_minutes?: number | null
  /** Why they are on a break. */
  reason?: string | null
  /** Conversations they resolved today. */
  resolved: number
  /** Since when they are what they are. */
  since?: number | null
  /** `online`, `busy` or `offline`. */
  state: string
  team_ids: number[]
}

/** A queue: a team's, or of what was given to no team. */
export interface LiveQueue {
  /** Members who are available, of how many. */
  available: number
  in_service: number
  oldest_since?: number | null
  people: number
  /** The team; null for none. */
  team_id?: number | null
  waiting: number
}

/** A link. */
export interface LiveScreen {
  /** Seconds since the epoch. */
  created_at: number
  id: number
  /** The inbox it shows; null for all. */
  inbox_id?: number | null
  name: string
  /** The team it shows; null for all. */
  team_id?: number | null
  /** Where it is opened; whoever has it sees the figures and the team's names, and nothing of customers. */
  url: string
}

export interface LiveScreenForm {
  /** Of this inbox alone. */
  inbox_id?: number | null
  /** What it is called, 60 characters at most. */
  name?: string
  /** Of this team alone. */
  team_id?: number | null
}

export interface LoginJson {
  /** The link. */
  url: string
}

export interface LookedAt {
  /** The person's e-mail. */
  email: string
}

export interface MailFields {
  /** The address letters come from. */
  from_address?: string
  /** The name letters come from; empty for the account's. */
  from_name?: string
  /** Name or address of the server. */
  host?: string
  /** Password; without it the stored one stays, as long as the server does. */
  password?: string | null
  /** Port. */
  port?: number
  /** `none`, `starttls` or `tls`. */
  security?: string
  /** User; empty without one. */
  username?: string
}

/** The server that letters go through. */
export interface MailJson {
  /** Whether there is one. */
  configured: boolean
  /** Whether the operator set it up for the whole installation; then nothing can be changed here. */
  fixed: boolean
  /** The address letters come from. */
  from_address: string
  /** The name letters come from; empty for the account's. */
  from_name: string
  /** Name or address; of the operator's nothing is told. */
  host: string
  /** Whether a password is stored. It is never shown. */
  password_set: boolean
  /** Port. */
  port: number
  /** `none`, `starttls` or `tls`. */
  security: string
  /** When a test letter was last taken, ISO 8601. */
  tested_at?: string | null
  /** User, empty without one. */
  username: string
}

export interface MembersForm {
  /** The inbox. */
  inbox_id: number
  /** Ids of members of the account. */
  user_ids: number[]
}

/** What a member is; the event `member.state` says the same. */
export interface MemberState {
  /** How many minutes they mean to be. */
  planned_minutes?: number | null
  /** Why they are on a break. */
  reason?: string | null
  /** Since when, seconds since the epoch. */
  since: number
  /** `online`, `busy` or `offline`. */
  state: string
  /** The member's id. */
  user: number
}

/** What the members are; those who never were there are left out. */
export interface MemberStates {
  /** In order of their ids. */
  payload: MemberState[]
}

/** Two contacts that are one. */
export interface MergeContacts {
  /** The one that stays. */
  base_contact_id: number
  fields?: null | ContactForm
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
  /** What people feel about it, the first emoji first. */
  reactions?: ReactionJson[]
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
  /** Whether there are messages after the page. */
  has_newer: boolean
  /** Whether there are messages before the page. */
  has_older: boolean
  /** Titles of the conversation's labels. */
  labels: string[]
}

export interface MfaJson {
  /** Whether recovery codes are left. */
  backup_codes_generated: boolean
  /** How many. */
  backup_codes_left: number
  /** Whether it is on. */
  enabled: boolean
  /** Always true. */
  feature_available: boolean
}

/** An attribute that must have a value. */
export interface MissingAttribute {
  key: string
  /** `conversation` or `contact`. */
  of: string
}

/** What the caller muted. */
export interface MutedConversations {
  /** Numbers, the newest 2000 at most. */
  payload: number[]
}

export interface NewAgent {
  /** The custom role they get. */
  custom_role_id?: number | null
  /** E-mail. */
  email: string
  /** Name; what stands before the @ without it. */
  name?: string | null
  /** `agent` or `administrator`; without it `agent`. */
  role?: string | null
}

export interface NewAgents {
  /** E-mails, at most 100. */
  emails: string[]
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
  /** Files sent ahead, by their `signed_id`. */
  attachments?: string[] | null
  /** Text, Markdown. */
  content?: string | null
  /** `in_reply_to`: the message it quotes; form values. */
  content_attributes: Record<string, unknown>
  /** `text` unless told. */
  content_type?: string | null
  /** The sender's own id: the same twice is one message. */
  echo_id?: string | null
  /** That the files are recorded voice: true, or a list of the names of those that are. */
  is_recorded_audio: boolean
  /** Members mentioned in a note beside those its text names. */
  mentions?: number[] | null
  /** `outgoing` (unless told), or `incoming` where a gateway writes in the customer's name. */
  message_type?: string | null
  /** Whether only the team sees it. */
  private?: boolean | null
  /** Whether a reply names its author: by a line above where the channel has such lines, else by their signature below. */
  signature?: boolean | null
  /** The provider's id. */
  source_id?: string | null
  /** Length in milliseconds, used where it can't be found in the recording. */
  voice_duration_ms?: number | null
  /** 64 heights from 0 to 255, used where they can't be found in the recording. */
  voice_peaks?: number[] | null
}

/** A reaction. */
export interface NewReaction {
  /** One emoji. */
  emoji: string
}

/** A file for a message. */
export interface NewUpload {
  /** The conversation it is for, by its number: its channel's limit holds. */
  conversation_id?: number | null
  /** Where another server has the file; without one in the body. */
  external_url?: string | null
  /** That it is recorded voice: true, or a list with its name. */
  is_recorded_audio: boolean
  /** Length in milliseconds, used where it can't be found in the recording. */
  voice_duration_ms?: number | null
  /** 64 heights from 0 to 255, used where they can't be found in the recording. */
  voice_peaks?: number[] | null
}

/** A call to be started. */
export interface NewVideoCall {
  /** The sender's own id: the same twice is one call. */
  echo_id?: string | null
}

/** A note. */
export interface Note {
  account_id: number
  /** For a note about a contact. */
  contact_id?: number | null
  content: string
  /** For a note about a conversation: its number. */
  conversation_id?: number | null
  /** Epoch seconds. */
  created_at: number
  id: number
  /** Epoch seconds. */
  updated_at: number
  /** Who wrote it; null once they have left. */
  user?: Record<string, unknown> | null
}

/** What is to be written. */
export interface NoteBody {
  /** The text. */
  content?: string | null
  /** The text may stand in here instead. */
  note?: Record<string, unknown> | null
}

/** Something there is none of. */
export type Nothing = Record<string, unknown>

/** A notification. */
export interface Notification {
  account_id: number
  /** Who caused it, of the team. */
  actor?: Record<string, unknown> | null
  created_at: number
  id: number
  last_activity_at: number
  meta: Record<string, unknown>
  /** `conversation_assignment`, `conversation_mention`… */
  notification_type: string
  /** The conversation. */
  primary_actor: Record<string, unknown>
  /** The conversation's number. */
  primary_actor_id: number
  /** Always `Conversation`. */
  primary_actor_type: string
  /** What was said, if something was. */
  push_message_body: string
  /** One line that says what happened, in the reader's language. */
  push_message_title: string
  /** When it was read, ISO 8601. */
  read_at?: string | null
  /** The message, if it is about one. */
  secondary_actor?: Record<string, unknown> | null
  /** Until when it is snoozed, ISO 8601. */
  snoozed_until?: string | null
  /** Whom it is for. */
  user: Record<string, unknown>
}

/** A page of notifications. */
export interface NotificationList {
  data: NotificationListData
}

export interface NotificationListData {
  meta: NotificationListMeta
  payload: Notification[]
}

export interface NotificationListMeta {
  /** All asked for. */
  count: number
  current_page: number
  /** Unread ones among those asked for. */
  unread_count: number
}

/** How one wants to be told. */
export interface NotificationSettings {
  account_id: number
  /** Every flag there is for e-mail: `email_conversation_assignment`… */
  all_email_flags: string[]
  /** Likewise for the list: `in_app_…`. */
  all_in_app_flags: string[]
  /** Likewise for pushes: `push_…`. */
  all_push_flags: string[]
  /** Likewise for the sound, which only what is in the list can have: `sound_…`. */
  all_sound_flags: string[]
  /** Minutes that a letter waits for its notification to be read. */
  email_after_minutes: number
  /** The person's, as there is one of each. */
  id: number
  /** Those that are on. */
  selected_email_flags: string[]
  selected_in_app_flags: string[]
  selected_push_flags: string[]
  selected_sound_flags: string[]
  /** Whether the sound repeats while the queue waits. */
  sound_repeats: boolean
  user_id: number
}

export interface NotificationSettingsChanges {
  /** 1 to 1440. */
  email_after_minutes?: number | null
  selected_email_flags?: string[] | null
  selected_in_app_flags?: string[] | null
  selected_push_flags?: string[] | null
  selected_sound_flags?: string[] | null
  sound_repeats?: boolean | null
}

/** Everything that opening a conversation needs. */
export interface OpenConversation {
  /** The customer. */
  contact: ContactJson
  /** The conversation. */
  conversation: ConversationJson
  /** The first message of the customer that no agent has seen. */
  first_unread_id?: number | null
  /** Whether there are older ones. */
  has_older: boolean
  /** Its newest messages, the oldest of them first. */
  messages: MessageJson[]
  /** The customer's other conversations, the newest first. */
  previous: ConversationJson[]
  /** The account's last event: what is told after it is not in here. */
  seq: number
}

/** Something that leads to a contact beside the fields shown. */
export interface OtherIdentity {
  /** `email`, `phone` or `identifier`. */
  kind: string
  /** The value, in the form it is compared in. */
  value: string
}

/** Drafts of one's own. */
export interface OwnDrafts {
  /** At most 200, the latest first. */
  payload: Draft[]
}

/** People by id. */
export interface Participants {
  /** Ids of members of the account. */
  user_ids: number[]
}

/** A reason that was given. */
export interface PastClosing {
  /** Seconds since the epoch. */
  at: number
  note?: string | null
  reason: string
  user_id: number
}

/** A reason for a break. */
export interface PauseReason {
  /** How many minutes it usually takes; null when it can't be said. */
  minutes?: number | null
  /** What it is called. */
  name: string
}

/** The reasons, in the order shown. */
export interface PauseReasons {
  payload: PauseReason[]
}

export interface PermissionInfo {
  /** What it lets one do, in a sentence. */
  about: string
  /** Whether agents have it by preset; administrators have all. */
  agents: boolean
  /** `conversations`, `contacts`, `service`, `team`, `reports`, `channels` or `account`. */
  group: string
  /** Whether the reader has it, and so may give it. */
  held: boolean
  /** Its name. */
  name: string
  /** In the reader's words. */
  title: string
}

/** What roles are made of. */
export interface PermissionList {
  /** Every permission that a role can give. */
  permissions: PermissionInfo[]
  /** Roles to start from. */
  presets: RolePreset[]
}

export interface PersonForm {
  /** Facts of the application's own. */
  custom_attributes?: Record<string, unknown> | null
  /** What customers see instead of the name. */
  display_name?: string | null
  /** E-mail. */
  email?: string | null
  /** Name. */
  name?: string | null
  /** Password, at least 8 characters; without one they come in by link only. */
  password?: string | null
}

/** Someone's wallet. */
export interface PersonWallet {
  /** Since when they are away, in epoch seconds. */
  away_from?: number | null
  /** Until when, in epoch seconds; null while nobody knows. */
  away_until?: number | null
  /** How many customers they have. */
  contacts: number
  /** Who has what comes when they can't. */
  stand_in_id?: number | null
  user_id: number
}

export interface PlatformAccountForm {
  /** Facts of the application's own. */
  custom_attributes?: Record<string, unknown> | null
  /** Own domain; empty clears. */
  domain?: string | null
  /** Language: `pt-BR`, `en`, `es`. */
  locale?: string | null
  /** Name. */
  name?: string | null
  /** `active` or `suspended`. */
  status?: string | null
  /** Where customers may write to; empty clears. */
  support_email?: string | null
}

export interface PlatformAccountJson {
  /** Facts of the application's own. */
  custom_attributes: unknown
  /** Own domain. */
  domain?: string | null
  /** Row id. */
  id: number
  /** Language. */
  locale: string
  /** Name. */
  name: string
  /** `active` or `suspended`. */
  status: string
  /** Where customers may write to. */
  support_email?: string | null
}

/** What is to be stored of a bot; what is absent stays. */
export type PlatformAgentBot = AgentBotChanges & { account_id?: number | null }

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

/** What a browser needs to subscribe. */
export interface PushKey {
  /** The installation's public key, base64url, for `applicationServerKey`. */
  vapid_public_key: string
}

/** A subscription. */
export interface PushSubscription {
  created_at?: string | null
  id: number
  identifier: string
  subscription_attributes: Record<string, unknown>
  subscription_type: string
  updated_at?: string | null
  user_id: number
}

/** A draft as it is typed. */
export interface PutDraft {
  /** The draft. */
  draft_message: DraftMessage
}

/** Someone who reacted. */
export interface ReactionBy {
  /** Row id. */
  id: number
  /** The name customers see. */
  name: string
  /** `user` or `contact`. */
  type: string
}

/** An emoji and those who reacted with it. */
export interface ReactionJson {
  /** Who did. */
  by: ReactionBy[]
  /** How many reacted with it. */
  count: number
  /** The emoji. */
  emoji: string
}

/** Which notifications are to be marked as read; without a word all. */
export interface ReadAllNotifications {
  /** The conversation's number. */
  primary_actor_id?: number | null
  /** `Conversation`. */
  primary_actor_type?: string | null
}

/** A reason as the API shows it. */
export interface Reason {
  /** No longer offered. */
  archived: boolean
  id: number
  title: string
  /** How often it was given in the last 30 days. */
  used: number
}

/** What is to be stored of a reason; on a change, what is absent stays. */
export interface ReasonForm {
  /** Whether it is no longer offered. */
  archived?: boolean | null
  /** At most 80 characters. */
  title?: string | null
}

/** The reasons. */
export interface ReasonList {
  payload: Reason[]
}

/** Conversations that one is linked with, the newest link first. */
export interface RelatedList {
  /** The conversations. */
  payload: ConversationJson[]
}

/** What is linked. */
export interface RelateForm {
  /** The other conversation's number. */
  conversation_id: number
}

/** A time to answer that begins anew with each of the customer's messages. */
export interface ReplyWindow {
  /** How long. */
  hours: number
  /** When it ends or ended; null while the customer has said nothing. */
  until?: number | null
}

/** The open conversations of a person, in a list of them. */
export interface ReportAgentLive {
  /** `online`, `busy` or `offline`. */
  availability: string
  email: string
  id: number
  metric: ReportAgentOpen
  name: string
  thumbnail: string
}

/** What a person has open. */
export interface ReportAgentOpen {
  open: number
  unattended: number
}

/** What bots did. */
export interface ReportBotFigures {
  bot_handoffs_count: number
  bot_resolutions_count: number
}

/** How much bots had to do. */
export interface ReportBotMetrics {
  /** Conversations that began with a bot. */
  conversation_count: number
  /** How many of a hundred it handed over. */
  handoff_rate: number
  /** Messages that bots wrote. */
  message_count: number
  /** How many of a hundred a bot ended. */
  resolution_rate: number
}

/** What bots did in a period, and in the one before it. */
export type ReportBotSummary = ReportBotFigures & { previous: ReportBotFigures }

/** The figures of a period. */
export interface ReportFigures {
  /** Seconds, 0 of nothing. */
  avg_first_response_time: number
  /** Seconds, 0 of nothing. */
  avg_resolution_time: number
  conversations_count: number
  incoming_messages_count: number
  outgoing_messages_count: number
  /** Seconds, 0 of nothing. */
  reply_time: number
  resolutions_count: number
}

/** Something that was measured. */
export interface ReportingEvent {
  account_id: number
  /** The conversation's number. */
  conversation_id?: number | null
  /** ISO 8601. */
  created_at: string
  /** When it ended, ISO 8601. */
  event_end_time: string
  /** When it began, ISO 8601. */
  event_start_time: string
  id: number
  inbox_id: number
  /** `first_response`, `reply_time`, `conversation_resolved`… */
  name: string
  /** ISO 8601. */
  updated_at: string
  user_id?: number | null
  /** Seconds. */
  value: number
  /** Seconds while the inbox was open. */
  value_in_business_hours: number
}

/** A page of what was measured. */
export interface ReportingEvents {
  meta: ReportingEventsMeta
  payload: ReportingEvent[]
}

export interface ReportingEventsMeta {
  /** In all. */
  count: number
  current_page: number
  total_pages: number
}

/** Conversations that are not finished. */
export interface ReportLive {
  open: number
  pending: number
  /** Open, and nobody has it. */
  unassigned: number
  /** Open, and a customer's word or the first answer is due. */
  unattended: number
}

/** Conversations by inbox and label. */
export interface ReportMatrix {
  inboxes: ReportMatrixInbox[]
  labels: ReportMatrixLabel[]
  /** A row for each inbox, a number for each label. */
  matrix: number[][]
}

/** An inbox of the matrix. */
export interface ReportMatrixInbox {
  id: number
  name: string
}

/** A label of the matrix. */
export interface ReportMatrixLabel {
  id: number
  title: string
}

/** The figures of a period, and of the one before it. */
export type ReportSummary = ReportFigures & { previous: ReportFigures }

/** The caller's own year. */
export interface ReportYear {
  busiest_day?: null | ReportYearDay
  support_personality: ReportYearPersonality
  /** That began in the year and are the caller's now. */
  total_conversations: number
  year: number
}

/** A day of the year (UTC). */
export interface ReportYearDay {
  count: number
  /** Like `Oct 22`. */
  date: string
}

/** How one answers. */
export interface ReportYearPersonality {
  /** From a customer's word to the caller's answer; 0 of nothing. */
  avg_response_time_seconds: number
}

/** An answer, in Chatwoot's shape. */
export interface ResponseJson {
  account_id: number
  assigned_agent_id?: number | null
  contact_id: number
  conversation_id: number
  created_at: string
  feedback_message: string
  id: number
  message_id: number
  /** 1 to 5. */
  rating: number
  updated_at: string
}

export interface Revealed {
  /** The access token. */
  access_token: string
}

export interface RevealForm {
  /** The present password. */
  password?: string
}

/** What is to be stored of a role, by itself or under `custom_role`; on a change, what is absent stays. */
export interface RoleBody {
  custom_role: Record<string, unknown>
  description?: string | null
  name?: string | null
  /** Names of permissions, ours or Chatwoot's. */
  permissions?: string[] | null
  /** How far its people see: `all`, `ours`, `unassigned` or `own`. */
  visibility?: string | null
}

export interface RolePreset {
  description: string
  key: string
  name: string
  permissions: string[]
  visibility: string
}

export interface Said {
  /** The same for every address. */
  message: string
  /** Always true. */
  success: boolean
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
export type SenderJson = UserSender | ContactSender | BotJson

/** Where a conversation is sent to. */
export interface SendTranscript {
  /** E-mail. */
  email: string
}

/** Which bot. */
export interface SetAgentBot {
  /** The bot; null for none. */
  agent_bot?: number | null
}

/** What is to be stored; on a change, what is absent stays. */
export interface SetAgentCapacityPolicy {
  /** Null for as many as come. */
  conversation_limit?: number | null
  description?: string | null
  exclusion_rules?: null | CapacityExclusion
  name?: string | null
  /** All limits within teams. */
  team_limits?: TeamCapacity[] | null
}

/** What is to be stored; on a change, what is absent stays. */
export interface SetAssignmentPolicy {
  affinity_hours?: number | null
  assignment_order?: string | null
  conversation_priority?: string | null
  description?: string | null
  enabled?: boolean | null
  exclude_older_than_hours?: number | null
  fair_distribution_limit?: number | null
  fair_distribution_window?: number | null
  hand_back?: boolean | null
  name?: string | null
  online_only?: boolean | null
  /** The teams under them, all of them. */
  team_ids?: number[] | null
}

/** What a company is to be; what is left out stays. */
export interface SetCompany {
  /** An https address of a picture; empty for none. */
  avatar_url?: string | null
  /** With or without its signs; empty for none. */
  cnpj?: string | null
  /** All of this may stand under this name instead. */
  company?: Record<string, unknown> | null
  /** Put over those that are there; null takes one away. */
  custom_attributes?: Record<string, unknown> | null
  description?: string | null
  /** A domain, an address of a page or an e-mail; empty for none. */
  domain?: string | null
  name?: string | null
}

/** Attributes to be set. */
export interface SetCustomAttributes {
  /** All custom attributes. */
  custom_attributes: Record<string, unknown>
}

/** What is to change; what is absent stays. */
export interface SetNotificationSettings {
  notification_settings: NotificationSettingsChanges
}

/** The reasons that are to be, in the order shown. */
export interface SetPauseReasons {
  reasons: PauseReason[]
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

/** What is to hold. */
export interface SetWallet {
  /** Whether customers wait for their own. */
  strict: boolean
}

/** Who stands in, and when. */
export interface SetWalletAbsence {
  /** Since when they are away, in epoch seconds; null when they are not. */
  away_from?: number | null
  /** Until when, in epoch seconds. */
  away_until?: number | null
  /** A member's id; null for nobody. */
  stand_in_id?: number | null
}

/** Who is to have it. */
export interface SetWalletOwner {
  /** A member's id; null for nobody. */
  user_id?: number | null
}

export interface SignedInJson {
  /** The person. */
  data: UserJson
}

/** Until when one is to be hidden. */
export interface SnoozeNotification {
  /** Seconds since the epoch, or ISO 8601; null ends it. */
  snoozed_until?: number | null
}

/** An address in an inbox. */
export interface SourceId {
  /** The address. */
  source_id: string
}

export interface Submission {
  message?: SubmissionMessage
}

export interface SubmissionMessage {
  /** `{csat_survey_response: {rating, feedback_message}}`. */
  submitted_values?: unknown
}

/** A browser or device that wants pushes. */
export interface SubscribePushes {
  notification_subscription: SubscribePushesFields
}

export interface SubscribePushesFields {
  /** Of a browser `endpoint`, `p256dh` and `auth`; of a device `push_token` and `device_id`. */
  subscription_attributes: Record<string, unknown>
  /** `browser_push` or `fcm`. */
  subscription_type: string
}

/** A survey, in Chatwoot's shape. */
export interface SurveyJson {
  /** The question. */
  content: string
  /** The conversation's number. */
  conversation_id: number
  /** When it was asked, ISO 8601. */
  created_at: string
  csat_survey_response?: null | ResponseJson
  /** `emoji` or `star`. */
  display_type: string
  /** The survey message's id. */
  id: number
  /** Picture of the inbox; empty without one. */
  inbox_avatar_url: string
  /** Name of the inbox. */
  inbox_name: string
  /** The account's language. */
  locale: string
}

/** A limit within a team. */
export interface TeamCapacity {
  conversation_limit: number
  team_id: number
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

export interface Tested {
  /** What the server said when it took the letter. */
  answer: string
  /** To whom it went. */
  to: string
}

export interface TestForm {
  settings?: null | MailFields
}

export interface TimelineEntry {
  actor?: null | TimelinePerson
  /** Seconds since the epoch. */
  at: number
  /** What was (`from`), what is (`to`). */
  data: Record<string, unknown>
  /** `created`, `assigned`, `team`, `status`, `priority` or `first_reply`. */
  kind: string
  /** Its place in the account's order. */
  seq: number
}

export interface TimelinePerson {
  id: number
  /** The name they had then. */
  name?: string | null
}

export interface TimelineVisit {
  /** Seconds since the epoch. */
  first_at: number
  /** Seconds since the epoch. */
  last_at: number
  user: TimelinePerson
  /** How often; again within ten minutes is once. */
  visits: number
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

export interface TokenJson {
  /** The access token. */
  access_token: string
  /** Always null: it does not end by itself. */
  expiry?: string | null
  /** The person. */
  user: UserJson
}

/** A transfer. */
export interface Transfer {
  /** Seconds since the epoch. */
  created_at: number
  /** When it goes back to the queue, seconds since the epoch. */
  due_at?: number | null
  from_team_id?: number | null
  from_user_id?: number | null
  id: number
  /** The private message that holds the note. */
  note_id?: number | null
  /** The reason's words. */
  reason?: string | null
  /** `waiting`, `answered`, `returned` or `passed`. */
  state: string
  to_team_id?: number | null
  to_user_id?: number | null
  /** Who handed it on. */
  user_id: number
}

/** To whom a conversation may go. */
export interface TransferChoices {
  /** People, as agents, with `everywhere` (whatever the team) and `team_ids` (with one of these teams). */
  agents: Record<string, unknown>[]
  /** Whether the inbox is outside of its hours now. */
  off_hours: boolean
  /** Whether one of them has to be given. */
  reason_required: boolean
  /** The reasons on offer. */
  reasons: Reason[]
  /** Minutes after which an unanswered one goes back to the queue; 0 never. */
  return_after: number
}

/** To whom, and why. At least one of person and team. */
export interface TransferForm {
  /** The person; without one it waits for the team. */
  assignee_id?: number | null
  /** What whoever receives it should know; only the team reads it. */
  note?: string | null
  /** One of the account's reasons. */
  reason_id?: number | null
  /** The team. */
  team_id?: number | null
}

/** A conversation's transfers. */
export interface TransferList {
  payload: Transfer[]
}

/** How the account hands on. */
export interface TransferSettings {
  /** Whether a reason has to be given. */
  reason_required: boolean
  /** Minutes after which an unanswered one goes back to the queue; 0 never. */
  return_after: number
}

/** How the account is to hand on; what is absent stays. */
export interface TransferSettingsForm {
  reason_required?: boolean | null
  /** Minutes, at most a week; 0 never. */
  return_after?: number | null
}

/** Open conversations with words that no agent has seen. */
export interface UnreadCounts {
  /** The counts. */
  payload: UnreadPayload
}

export interface UnreadPayload {
  /** All of them. */
  all: number
  /** By inbox. */
  inboxes: Record<string, unknown>
  /** The caller's. */
  mine: number
  /** By team. */
  teams: Record<string, unknown>
  /** Nobody's. */
  unassigned: number
}

/** A file that waits for its message; `signed_id` in a message's `attachments` names it. */
export interface UploadJson {
  /** The same. */
  blob_id: string
  /** Where its content lies. */
  blob_key: string
  /** Media type found in the content. */
  content_type: string
  /** Its name. */
  file_name: string
  /** Bytes. */
  file_size: number
  /** `image`, `audio`, `video` or `file`. */
  file_type: string
  /** Where to get it. */
  file_url: string
  /** Pixels, for pictures. */
  height?: number | null
  meta?: null | VoiceJson
  /** What a message names it by; only whoever sent it can. */
  signed_id: string
  /** A small picture of it; empty where there is none. */
  thumb_url: string
  /** Pixels, for pictures. */
  width?: number | null
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
  /** That role: `id`, `name` and `permissions`. */
  custom_role?: unknown
  /** The custom role they have, if any. */
  custom_role_id?: number | null
  /** Row id. */
  id: number
  /** The account's language. */
  locale: string
  /** Whether it asks for a second factor that the person has not turned on: until then it is closed to them. */
  mfa_required: boolean
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
  /** The person's own access token; empty for our own pages, which ask for it with the password. */
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
  /** Whether their second factor is on. */
  mfa_enabled: boolean
  /** Full name. */
  name: string
  /** A new e-mail that waits for its confirmation. */
  pending_email?: string | null
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

/** Where calls are to happen. */
export interface VideoCallChanges {
  /** A Jitsi-compatible server's address; empty for the usual one. */
  base_url: string
}

/** Where calls happen. */
export interface VideoCallSettings {
  /** A Jitsi-compatible server's address. */
  base_url: string
  /** Where calls happen without a word. */
  default_url: string
}

/** What is to change; an inbox or team without a level lets the role decide again. */
export interface VisibilityBody {
  /** Plain agents. */
  agents?: string | null
  inboxes?: VisibilityToSet[]
  teams?: VisibilityToSet[]
}

/** How far people see: the team of a conversation decides, else its inbox, else the person's role. */
export interface VisibilityLevels {
  /** Plain agents: `all`, `ours`, `unassigned` or `own`. */
  agents: string
  inboxes: VisibilityOfPlace[]
  teams: VisibilityOfPlace[]
}

export interface VisibilityOfPlace {
  id: number
  visibility: string
}

export interface VisibilityToSet {
  id: number
  visibility?: string | null
}

/** What is known of recorded voice. */
export interface VoiceJson {
  /** Length in milliseconds; 0 where it isn't known. */
  duration_ms: number
  /** The recording as it came, if what is played was made from it. */
  original_url?: string | null
  /** How loud it is: 64 heights from 0 to 255. */
  peaks: number[]
  /** Always true. */
  voice: boolean
}

/** How many changed hands. */
export interface WalletHandedOver {
  contacts: number
}

/** Whose a contact is. */
export interface WalletOwner {
  contact_id: number
  wallet_owner_id?: number | null
}

/** The account's wallets. */
export interface Wallets {
  /** Everyone with customers, an absence or a stand-in, in order of their ids. */
  people: PersonWallet[]
  /** Whether a customer waits for their own, and nobody else is given what they write. */
  strict: boolean
}

/** A webhook. */
export interface Webhook {
  account_id: number
  /** Whether it is told anything. */
  active: boolean
  /** When it was switched off. */
  disabled_at?: number | null
  /** Why it is off: `failing` (for five days), `gone` (the address answered 410) or `person`. */
  disabled_reason?: string | null
  /** Since when every call fails, seconds since the epoch. */
  failing_since?: number | null
  id: number
  inbox?: null | WebhookInbox
  name?: string | null
  /** What calls are signed with. */
  secret: string
  /** Names of events. */
  subscriptions: string[]
  url: string
}

/** A try. */
export interface WebhookAttempt {
  /** The beginning of the answer. */
  answer: string
  /** When, seconds since the epoch. */
  at: number
  /** Why it failed. */
  error?: string | null
  /** Status of the answer. */
  status?: number | null
  /** Milliseconds until the end of the answer. */
  took_ms: number
}

export interface WebhookBody {
  active?: boolean | null
  inbox_id?: number | null
  name?: string | null
  subscriptions?: string[] | null
  url?: string | null
  webhook?: null | WebhookChanges
}

/** What is to be stored of a webhook; clients also send it inside `webhook`. */
export interface WebhookChanges {
  /** Switches it off, or on again. */
  active?: boolean | null
  /** Only what happens in this inbox. */
  inbox_id?: number | null
  name?: string | null
  /** Names of events, at least one. */
  subscriptions?: string[] | null
  /** http or https. */
  url?: string | null
}

/** An event on its way to a webhook. */
export interface WebhookDelivery {
  /** Tries so far. */
  attempts: number
  /** When it happened. */
  created_at: number
  /** The id the other side sees, the same on every try. */
  delivery_id: string
  /** Why the last try failed: `timeout`, `unreachable`, `not_allowed`, `status`, `switched_off` or `aborted`. */
  error?: string | null
  /** The event's name. */
  event: string
  /** When it ended. */
  finished_at?: number | null
  /** Row id. */
  id: number
  /** When it is tried again, seconds since the epoch. */
  next_attempt_at?: number | null
  /** `waiting`, `delivered`, `failed` or `dropped`. */
  state: string
  /** Status of the last answer. */
  status?: number | null
}

/** A page of them. */
export interface WebhookDeliveryList {
  payload: WebhookDelivery[]
}

/** A delivery with what was sent and answered. */
export type WebhookDeliveryWhole = WebhookDelivery & { request_body: string; tries: WebhookAttempt[] }

/** The inbox of a webhook. */
export interface WebhookInbox {
  id: number
  name: string
}

/** All webhooks, as Chatwoot wraps them. */
export interface WebhookList {
  payload: Webhooks
}

/** A webhook, as Chatwoot wraps it. */
export interface WebhookOne {
  payload: WebhookWrap
}

export interface Webhooks {
  webhooks: Webhook[]
}

export interface WebhookWrap {
  webhook: Webhook
}
