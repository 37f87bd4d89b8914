/** The API's objects as the desk reads them (Chatwoot's shapes plus ours). Times are epoch seconds. */

/** A conversation's status on the wire. */
export type Status = 'open' | 'resolved' | 'pending' | 'snoozed';
/** Where a conversation is for the people who work. */
export type Place = 'queue' | 'in_service' | 'pending' | 'snoozed' | 'automatic' | 'finished';
/** Urgency; null is none. */
export type Priority = 'low' | 'medium' | 'high' | 'urgent';
/** A person's availability. */
export type Availability = 'online' | 'busy' | 'offline';
/** How far an outgoing message got. */
export type MessageStatus = 'sent' | 'delivered' | 'read' | 'failed' | 'progress';

/** 0 from the customer, 1 from the team, 2 a line of the timeline, 3 from the product itself. */
export const MESSAGE = { incoming: 0, outgoing: 1, activity: 2, template: 3 } as const;

/** The signed-in person. */
export interface Profile {
  id: number;
  name: string;
  available_name?: string;
  display_name?: string | null;
  email: string;
  avatar_url: string;
  pubsub_token: string;
  account_id?: number | null;
  role?: 'administrator' | 'agent';
  ui_settings: Record<string, unknown> | null;
  message_signature?: string | null;
  locale?: string | null;
  accounts: AccountMembership[];
}

/** An account the person belongs to. */
export interface AccountMembership {
  id: number;
  name: string;
  role: 'administrator' | 'agent';
  availability?: Availability;
  availability_status?: Availability;
  auto_offline?: boolean;
  active_at?: string | number | null;
  locale?: string;
}

/** A member of the account. */
export interface Agent {
  id: number;
  name: string;
  available_name?: string;
  email?: string;
  role?: 'administrator' | 'agent';
  thumbnail?: string;
  avatar_url?: string;
  availability_status?: Availability;
  confirmed?: boolean;
}

/** A team. */
export interface Team {
  id: number;
  name: string;
  description?: string | null;
  is_member?: boolean;
}

/** An inbox; `channel_type` is the channel's wire class. */
export interface Inbox {
  id: number;
  name: string;
  channel_type: string;
  avatar_url?: string;
  channel?: string;
  [key: string]: unknown;
}

/** A channel's description, served as data. */
export interface ChannelInfo {
  id: string;
  channel_type: string;
  create_type: string;
  icon: string;
  name?: string;
  capabilities: Capabilities;
}

/** What the desk may offer on a channel. */
export interface Capabilities {
  text_max: number;
  file_max: number;
  files_max: number;
  quotes: boolean;
  typing: boolean;
  receipts: boolean;
  starts: boolean;
  sends?: boolean;
}

/** A customer. */
export interface Contact {
  id: number;
  name: string;
  email?: string | null;
  phone_number?: string | null;
  identifier?: string | null;
  thumbnail?: string | null;
  blocked?: boolean;
  availability_status?: Availability;
  additional_attributes?: Record<string, unknown> | null;
  custom_attributes?: Record<string, unknown> | null;
  last_activity_at?: number | null;
  created_at?: number | null;
}

/** A file of a message. */
export interface Attachment {
  id: number;
  message_id?: number;
  file_type: 'image' | 'audio' | 'video' | 'file' | 'location' | string;
  data_url: string;
  thumb_url?: string;
  file_size?: number;
  extension?: string | null;
  file_name?: string;
  name?: string;
  content_type?: string;
  width?: number | null;
  height?: number | null;
}

/** Who wrote a message. */
export interface Sender {
  id: number;
  name: string;
  type?: 'user' | 'contact' | 'agent_bot' | string;
  available_name?: string;
  thumbnail?: string | null;
  avatar_url?: string | null;
  email?: string | null;
}

/** A message. */
export interface Message {
  id: number;
  content: string | null;
  account_id?: number;
  inbox_id: number;
  conversation_id: number;
  message_type: 0 | 1 | 2 | 3;
  content_type?: string | null;
  content_attributes?: MessageAttributes | null;
  status?: MessageStatus | null;
  private: boolean;
  created_at: number;
  source_id?: string | null;
  sender_type?: string | null;
  sender_id?: number | null;
  sender?: Sender | null;
  attachments?: Attachment[];
  echo_id?: string | null;
  conversation?: { assignee_id?: number | null; unread_count?: number; last_activity_at?: number } | null;
}

/** What a message carries beside its text. */
export interface MessageAttributes {
  in_reply_to?: number | null;
  deleted?: boolean;
  external_error?: string | null;
  /** What happened, for the timeline's lines: drawn in the reader's language. */
  activity?: Activity;
  [key: string]: unknown;
}

/** A line of the timeline as data. `kind` names the words; the rest are their values. */
export interface Activity {
  kind: string;
  [key: string]: unknown;
}

/** A conversation as lists, sockets and its own page carry it. `id` is its number in the account. */
export interface Conversation {
  id: number;
  uuid?: string;
  account_id: number;
  inbox_id: number;
  status: Status;
  place?: Place;
  priority: Priority | null;
  labels: string[];
  messages: Message[];
  last_non_activity_message?: Message | null;
  can_reply: boolean;
  unread_count: number;
  snoozed_until: number | null;
  waiting_since: number | null;
  queued_at?: number | null;
  first_reply_created_at: number | null;
  agent_last_seen_at: number | null;
  assignee_last_seen_at?: number | null;
  contact_last_seen_at: number | null;
  last_activity_at: number;
  timestamp: number;
  created_at: number;
  updated_at?: number;
  participants?: number[];
  additional_attributes?: Record<string, unknown> | null;
  custom_attributes?: Record<string, unknown> | null;
  meta: ConversationMeta;
}

/** People around a conversation. */
export interface ConversationMeta {
  sender: Contact;
  channel?: string;
  assignee?: Agent | null;
  team?: Team | null;
  hmac_verified?: boolean;
}

/** A page of the conversation list. */
export interface ConversationPage {
  data: {
    meta: {
      mine_count: number;
      assigned_count: number;
      unassigned_count: number;
      all_count: number;
      next_cursor?: string | null;
    };
    payload: Conversation[];
  };
}

/** Everything that opening a conversation needs. */
export interface OpenConversation {
  conversation: Conversation;
  messages: Message[];
  contact: Contact;
  previous: Conversation[];
  seq: number;
}

/** Counts of open conversations that the person may see. */
export interface Counters {
  queue: number;
  mine: number;
  unassigned: number;
  all: number;
  pending: number;
  snoozed: number;
  automatic: number;
  inboxes: Record<string, number>;
  teams: Record<string, number>;
  [key: string]: number | Record<string, number>;
}

/** What the search answers, grouped. */
export interface SearchResult {
  payload: {
    contacts: Contact[];
    conversations: Conversation[];
    messages: (Message & { excerpt?: string; contact?: Contact | null })[];
  };
}

/** Public facts before signing in. */
export interface Bootstrap {
  setup_needed: boolean;
  demo: { email: string; password: string } | null;
  version: string;
  locales: string[];
}

/** A label of the account. */
export interface Label {
  id: number;
  title: string;
  description?: string | null;
  color: string;
  show_on_sidebar?: boolean;
}

/** A canned response. */
export interface CannedResponse {
  id: number;
  short_code: string;
  content: string;
}

/** A stored event, from the socket or from catching up. */
export interface LiveEvent {
  event: string;
  data: Record<string, unknown>;
  seq?: number;
}

/** Events missed while away. */
export interface EventsPage {
  events: { seq: number; event: string; data: Record<string, unknown> }[];
  seq: number;
  resync: boolean;
}
