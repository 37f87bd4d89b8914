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
    items?: { title: string; value: string }[]
    submitted_values?: unknown
  }
  created_at: number
  conversation_id: number
  attachments?: Attachment[]
  sender?: Person | null
  echo_id?: string
  status?: string
}

export interface Conversation {
  id: number
  status: string
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
  /** A local address of a picture, for showing it at once. */
  picture?: string
  /** Whether it was sent before, and what came of it is not known. */
  tried?: boolean
  /** Share of the file that has gone up, 0–1. */
  progress?: number
}
