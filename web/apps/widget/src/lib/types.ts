/** Shapes of what the server says, as far as the chat looks at them. */

export type Theme = 'light' | 'dark' | 'auto'

export interface Shades {
  fill: string
  ink: string
  text: string
  soft: string
  header: string
  header_ink: string
}

export interface Person {
  id: number
  name: string
  available_name?: string
  avatar_url?: string
  thumbnail?: string
  type?: string
}

/** The page's configuration, written into it by the server. */
export interface Boot {
  website_token: string
  preview: boolean
  name: string
  website_name: string
  locale: string
  words: Record<string, string>
  colors: { light: Shades; dark: Shades }
  theme: Theme
  welcome_title: string
  welcome_tagline: string
  reply_time: string
  enabled_features: string[]
  allow_messages_after_resolved: boolean
  /** Whether the visitor has at most one conversation here. */
  single: boolean
  pre_chat_form_enabled: boolean
  pre_chat_form_options: FormOptions
  /** Whether a form takes the message while nobody is there. */
  offline_form: boolean
  /** Whether it is closed by its hours; then when it opens (seconds), and the holiday. */
  closed: boolean
  opens_at: number | null
  holiday: string | null
  out_of_office_message: string | null
  members: Person[]
  online: number
  file_max: number
  files_max: number
  text_max: number
}

export interface Attachment {
  id: number
  file_type: string
  data_url: string
  thumb_url?: string
  file_size?: number
  width?: number
  height?: number
  file_name?: string
  name?: string
  meta?: { voice?: boolean; peaks?: number[]; duration_ms?: number }
}

/** A field of the form before a conversation, in Chatwoot's shape. */
export interface FormField {
  field_type: 'standard' | 'contact_attribute' | 'conversation_attribute'
  name: string
  type: string
  label: string
  placeholder: string
  required: boolean
  enabled: boolean
  values?: string[]
  regex_pattern?: string
  regex_cue?: string
}

export interface FormOptions {
  pre_chat_message?: string
  pre_chat_fields?: FormField[]
  consent_text?: string
  consent_url?: string
}

/** What a form took, sent along with the message that starts the conversation. */
export interface FormAnswers {
  contact: Record<string, unknown>
  custom_attributes?: Record<string, unknown>
  consent?: boolean
}

export interface Reaction {
  emoji: string
  count: number
  by: { type: string; id: number; name: string }[]
}

/** A choice, a card or a field of a message that is more than text. */
export interface Item {
  title?: string
  value?: string
  description?: string
  media_url?: string
  link?: string
  actions?: { type: string; text: string; uri?: string; payload?: string }[]
  name?: string
  label?: string
  placeholder?: string
  type?: string
  required?: boolean
  options?: { label: string; value: string }[]
}

/** 0 the visitor's, 1 the team's, 2 an activity line, 3 a template. */
export type Kind = 0 | 1 | 2 | 3

export interface Message {
  id: number
  content: string | null
  message_type: Kind
  content_type?: string
  content_attributes?: {
    in_reply_to?: number
    deleted?: boolean
    edited?: boolean
    items?: Item[]
    submitted_values?: any
    submitted_email?: string
    display_type?: string
    type?: string
    data?: { url?: string }
  }
  created_at: number
  conversation_id: number
  attachments?: Attachment[]
  reactions?: Reaction[]
  sender?: Person | null
  echo_id?: string
  status?: string
}

export interface Conversation {
  id: number
  status: string
  /** Its place in the queue, where the inbox tells it; `minutes` are unknown when null. */
  queue?: { position: number; ahead: number; minutes: number | null } | null
  unread_count?: number
  contact_last_seen_at?: number
  agent_last_seen_at?: number
  assignee?: Person | null
  messages?: Message[]
  created_at?: number
  last_activity_at?: number
}

/** A message of the visitor's that the server has not confirmed yet. */
export interface Draft {
  echo: string
  /** The conversation's number; `0` for one that is still to be started. */
  conversation: number
  text: string
  quote?: number
  at: number
  state: 'sending' | 'waiting' | 'failed'
  /** What the server said about a refused one. */
  why?: string
  file?: File
  /** What goes along with a recorded voice. */
  voice?: { peaks: number[]; ms: number }
  /** What the visitor told before the conversation it starts. */
  form?: FormAnswers
  /** A local address of a picture, for showing it at once. */
  picture?: string
  /** Whether it was sent before, and what came of it is not known. */
  tried?: boolean
  /** Share of the file that has gone up, 0–1. */
  progress?: number
}
