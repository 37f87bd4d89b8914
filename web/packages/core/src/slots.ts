//! What a feature may plug into the desk: the web side of the feature socket.
//!
//! A feature's `web/index.ts` has a default export of type {@link DeskFeature}. The desk finds all of them with
//! `import.meta.glob` and names none. Components get what they need as props ({@link ConversationSlotProps} …),
//! because a feature may import packages only.
import type { DeskApi } from './desk-api.ts'
import type { Args } from './i18n.ts'
import type { Locale } from './locale.ts'
import type { Conversation, Inbox, Profile } from './types.ts'

/** A Svelte component, loaded when first shown. Kept loose, so that this package needs no framework. */
export type Lazy = () => Promise<{ default: unknown }>

/** What every mounted slot can use. */
export interface DeskContext {
  /** The signed-in person's API of the open account. */
  api: DeskApi
  /** The signed-in person. */
  me: Profile
  /** The open account. */
  accountId: number
  /** Whether the person may set the account up. */
  administrator: boolean
  /** Shows a toast; `action` adds a button to it. */
  toast: (text: string, options?: { kind?: 'info' | 'error'; action?: { label: string; run: () => void } }) => void
  /** Goes to a path inside the desk, like `/settings/labels`. */
  go: (path: string) => void
  /** Words of a key: a feature's own with its name before it (`labels.title`), or the desk's. */
  t: (key: string, args?: Args) => string
  /** The language in use. */
  locale: Locale
}

/** Props of components mounted on a conversation (badge, panel). */
export interface ConversationSlotProps {
  desk: DeskContext
  conversation: Conversation
}

/** Props of a settings page. */
export interface SettingsSlotProps {
  desk: DeskContext
}

/** What the pages of an inbox's settings change together; saved by the page's one button. */
export interface InboxDraft {
  /** The channel's settings by key, as the schema names them. */
  settings: Record<string, unknown>
  /** The inbox's own fields: `name`, `greeting_enabled`, … */
  fields: Record<string, unknown>
  /** What is wrong, by key. */
  errors: Record<string, string>
}

/** Props of a channel's page in an inbox's settings. */
export interface ChannelSlotProps {
  desk: DeskContext
  inbox: Inbox
  draft: InboxDraft
}

/** How the desk offers a channel. The folder's name is the channel's id; its words hold `name`, `hint` and `setting.<key>`. */
export interface ChannelSlot {
  /** Its place where channels are offered; smaller comes first. */
  rank: number
  /** Settings asked when an inbox is made, in this order; the others keep their defaults. */
  createFields: string[]
  /** Pages of an inbox's settings, before the common ones. */
  pages: {
    /** Last part of the address. */
    path: string
    /** Key of its catalogue. */
    title: string
    /** Whether it is shown right after an inbox was made. */
    first?: boolean
    /** Props {@link ChannelSlotProps}. */
    load: Lazy
  }[]
}

/** Props of a composer action's pop-over. */
export interface ComposerSlotProps {
  desk: DeskContext
  conversation: Conversation
  inbox: Inbox | undefined
  /** Puts text (Markdown, variables filled in) where the cursor is. */
  insert: (markdown: string) => void
  /** Closes the pop-over and gives the focus back to the text. */
  close: () => void
}

/** One line of a suggestion list in the composer. */
export interface Suggestion {
  /** Stable key. */
  id: string
  /** First line, like the short code. */
  title: string
  /** Second line: what will be written. */
  detail: string
  /** What is put into the text (Markdown, may hold `{{variables}}`). */
  text: string
}

/** An item of a sidebar section that filters the conversation list. */
export interface NavItem {
  /** Value of the list's filter parameter. */
  value: string
  /** Its name as shown. */
  label: string
  /** A CSS colour for its dot. */
  color?: string
}

/** A choice that a feature offers for a conversation (labels: the toggled set). */
export interface ConversationChoices {
  /** Single key that opens it, like `l`. */
  key: string
  /** Menu title: a key of the feature's catalogue. */
  title: string
  /** Placeholder of its search field: a key of the feature's catalogue. */
  search: string
  /** A Lucide component. */
  icon: unknown
  /** All choices. */
  list: (desk: DeskContext) => Promise<NavItem[]>
  /** Values now set. */
  current: (conversation: Conversation) => string[]
  /** Stores the new set; answers what is set afterwards. */
  save: (desk: DeskContext, conversation: Conversation, values: string[]) => Promise<string[]>
  /** The conversation with the values set, for showing the change at once. */
  apply: (conversation: Conversation, values: string[]) => Conversation
}

/** A feature's web side. All parts are optional. */
export interface DeskFeature {
  /** Its folder's name; also the namespace of its words (`labels.title`). */
  name: string
  /** Its words, one lazy catalogue per language: flat keys without the namespace. */
  locales?: Record<Locale, () => Promise<{ default: Record<string, string> }>>
  /** For a channel's folder: how its inboxes are made and set up. */
  channel?: ChannelSlot
  /** Pages in the settings tree. */
  settings?: {
    /** Last part of the address: `/settings/<path>`. */
    path: string
    /** Key of its catalogue. */
    title: string
    /** A Lucide component. */
    icon: unknown
    /** Whether only administrators see it. */
    administrators?: boolean
    load: Lazy
  }[]
  /** A section of the sidebar whose items filter the list by `param` (as `param[]=value`). */
  nav?: {
    /** Key of its catalogue. */
    title: string
    param: string
    /** Key of the `counters` answer that holds its counts by value. */
    counter: string
    items: (desk: DeskContext) => Promise<NavItem[]>
    /** Lists of the cache event (`account.cache_invalidated {list}`) that mean "load again". */
    list: string
  }
  /** A small component in the list row, props {@link ConversationSlotProps}. */
  conversationBadge?: Lazy
  /** A section of the details panel, props {@link ConversationSlotProps}. */
  conversationPanel?: { title: string; load: Lazy }
  /** A set of choices on a conversation, opened from the header menu, the details and by key. */
  conversationChoices?: ConversationChoices
  /** A button under the text with a pop-over, props {@link ComposerSlotProps}. */
  composerAction?: { title: string; icon: unknown; load: Lazy }
  /** Suggestions while typing after `trigger` at the start of a word. */
  composerSuggest?: {
    trigger: string
    /** Name of the list for screen readers: a key of the catalogue. */
    title: string
    /** Sentence when nothing matches: a key of the catalogue. */
    empty: string
    search: (desk: DeskContext, query: string) => Promise<Suggestion[]>
  }
}
