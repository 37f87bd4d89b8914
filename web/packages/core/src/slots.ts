//! What a feature may plug into the desk: the web side of the feature socket.
//!
//! A feature's `web/index.ts` has a default export of type {@link DeskFeature}. The desk finds all of them with
//! `import.meta.glob` and names none. Components get what they need as props ({@link ConversationSlotProps} …),
//! because a feature may import packages only.
import type { DeskApi } from './desk-api.ts'
import type { Args } from './i18n.ts'
import type { Locale } from './locale.ts'
import type { Contact, Conversation, Inbox, LiveEvent, Message, Profile, Upload } from './types.ts'

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
  /** Whether the person has a permission, like `label_manage`. */
  may: (permission: string) => boolean
  /** Shows a toast; `action` adds a button to it. */
  toast: (text: string, options?: { kind?: 'info' | 'error'; action?: { label: string; run: () => void } }) => void
  /** Goes to a path inside the desk, like `/settings/labels`. */
  go: (path: string) => void
  /** Words of a key: a feature's own with its name before it (`labels.title`), or the desk's. */
  t: (key: string, args?: Args) => string
  /** The language in use. */
  locale: Locale
  /** Hears every event of the socket until the returned function is called. */
  listen: (run: (event: LiveEvent) => void) => () => void
  /** Number of the conversation on a screen that somebody sees; undefined when there is none. */
  onScreen: () => number | undefined
  /** Whether the person is available. */
  available: () => boolean
  /** Says how much is unread, for the tab's title, its icon and the app's badge. */
  badge: (unread: number) => void
}

/** Props of a small component in the sidebar's header. */
export interface HeaderSlotProps {
  desk: DeskContext
}

/** Something that the command palette offers. */
export interface Command {
  /** Stable within its feature. */
  id: string
  /** What it does: a key of the feature's catalogue, or the words themselves. */
  title: string
  /** Further words that it is found by. */
  finds?: string
  /** A Lucide component. */
  icon?: unknown
  /** Keys that do the same, like `L`. */
  keys?: string
  run: () => void
}

/** Props of components mounted on a conversation (badge, panel). */
export interface ConversationSlotProps {
  desk: DeskContext
  conversation: Conversation
}

/** Props of components mounted on a contact. */
export interface ContactSlotProps {
  desk: DeskContext
  contact: Contact
  /** Told what the server stored, so that the rest of the page shows it too. */
  onchange: (contact: Partial<Contact>) => void
}

/** A section that a feature adds to a panel. */
export interface PanelSlot {
  /** Stable within its feature: its fold and place are remembered by it. */
  key: string
  /** Its heading: a key of the feature's catalogue. */
  title: string
  load: Lazy
}

/** A choice that a feature offers for a contact (labels: the toggled set). */
export interface ContactChoices {
  /** Heading: a key of the feature's catalogue. */
  title: string
  /** Placeholder of its search field: a key of the feature's catalogue. */
  search: string
  /** All choices. */
  list: (desk: DeskContext) => Promise<NavItem[]>
  /** Values now set. */
  current: (contact: Contact) => string[]
  /** Stores the new set; answers what is set afterwards. */
  save: (desk: DeskContext, contact: Contact, values: string[]) => Promise<string[]>
}

/** Something a feature does to many contacts at once. */
export interface BulkChoice {
  /** Stable within its feature. */
  id: string
  label: string
  /** Whose picture is drawn before the words. */
  person?: { id: number; name: string; src?: string | null }
  /** What the server is asked for. */
  deed: { action_name: string; action_params: unknown[] }
  /** Key of what is said when it is done, with its number as `n`. */
  done: string
}

/** Props of a settings page. */
export interface SettingsSlotProps {
  desk: DeskContext
}

/** Props of a page with addresses below its own. */
export interface PageSlotProps extends SettingsSlotProps {
  /** What follows the page's own path, without the slash. */
  rest: string
  query: URLSearchParams
}

/** The tree of a page with addresses below its own, in place of the inbox's. */
export interface PageTree {
  items: {
    /** Below the page's path; empty for the page itself. */
    path: string
    /** Key of the feature's catalogue. */
    title: string
    /** A Lucide component. */
    icon: unknown
  }[]
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
  /** While it is being made it has neither id nor token. */
  inbox: Inbox
  draft: InboxDraft
}

/** How the desk offers a channel. The folder's name is the channel's id; its words hold `name`, `hint` and `setting.<key>`. */
export interface ChannelSlot {
  /** Its place where channels are offered; smaller comes first. */
  rank: number
  /** Settings asked when an inbox is made, in this order; the others keep their defaults. */
  createFields: string[]
  /** In place of plain fields where there is room: what is asked when an inbox is made, props {@link ChannelSlotProps}. */
  create?: Lazy
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
  /** Puts text (Markdown, variables filled in) where the cursor is, and files that are on the server beside it. */
  insert: (markdown: string, files?: readonly Upload[]) => void
  /** Closes the pop-over and gives the focus back to the text. */
  close: () => void
}

/** Props of what a feature does with a message. */
export interface MessageSlotProps {
  desk: DeskContext
  conversation: Conversation
  message: Message
  /** Ends it and gives the focus back to the message. */
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
  /** Files that go with it. */
  files?: readonly Upload[]
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

/** Props of a dialog about a conversation. */
export interface ConversationDialogProps extends ConversationSlotProps {
  /** Ends it. */
  close: () => void
}

/** A dialog that a feature opens over a conversation: from the header's menu, by key, or by its own button. */
export interface ConversationDialog {
  /** Stable within its feature. */
  id: string
  /** Single key that opens it, like `t`. */
  key?: string
  /** Its name and heading: a key of the feature's catalogue. */
  title: string
  /** A Lucide component. */
  icon: unknown
  /** Whether it has a button in the header. */
  prominent?: boolean
  /** Whether it is offered for this conversation. */
  applies?: (conversation: Conversation) => boolean
  /** Props {@link ConversationDialogProps}. */
  load: Lazy
}

/** A feature's web side. All parts are optional. */
export interface DeskFeature {
  /** Its folder's name; also the namespace of its words (`labels.title`). */
  name: string
  /** Its words, one lazy catalogue per language: flat keys without the namespace. */
  locales?: Record<Locale, () => Promise<{ default: Record<string, string> }>>
  /** Words that its pages alone say, those of the settings too; they come with them. */
  pageWords?: Record<Locale, () => Promise<{ default: Record<string, string> }>>
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
    /** The permission without which it is not shown. */
    permission?: string
    /** Its group in the tree; with the service's pages if left out. */
    group?: 'organisation' | 'service' | 'integrations' | 'personal'
    load: Lazy
  }[]
  /** Pages beside the sidebar, at `/<path>`, props {@link PageSlotProps}. */
  pages?: {
    path: string
    /** Where it stands: a view of the contacts, in their tree; beside the conversations if left out. */
    area?: 'contacts'
    /** Whether it has addresses below its own. */
    deep?: boolean
    /** Makes it an area of its own, with addresses below its own. */
    tree?: () => Promise<{ default: PageTree }>
    /** Key of its catalogue. */
    title: string
    /** A Lucide component. */
    icon: unknown
    /** Whether it stands in the dock. */
    dock?: boolean
    /** The permission without which it is not shown. */
    permission?: string
    /** For a tab of the phone's bar: how many wait there. */
    tab?: () => number
    load: Lazy
  }[]
  /** Roles beside agent and administrator that a member can have. */
  memberRoles?: (desk: DeskContext) => Promise<{ id: number; name: string }[]>
  /** Starts with the desk of an account and goes on until the returned function is called. */
  background?: (desk: DeskContext) => () => void
  /** Reasons for a break that people choose from, with the minutes each usually takes. */
  pauses?: {
    list: (desk: DeskContext) => Promise<{ name: string; minutes: number | null }[]>
    /** The cache event's list that means "load again". */
    cache: string
  }
  /** A small component in the sidebar's header, props {@link HeaderSlotProps}. */
  headerAction?: Lazy
  /** What the command palette offers, with the conversation on screen if there is one. */
  commands?: (desk: DeskContext, conversation: Conversation | undefined) => Command[]
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
  /** Pages of an inbox's settings after its channel's, props {@link ChannelSlotProps}; `saves`: has a button of its own. */
  inboxPages?: (NonNullable<ChannelSlot['pages']>[number] & { saves?: boolean })[]
  /** A small component in the list row, props {@link ConversationSlotProps}. */
  conversationBadge?: Lazy
  /** A section of the details panel, props {@link ConversationSlotProps}. */
  conversationPanel?: { title: string; load: Lazy }
  /** Further sections of the details panel, props {@link ConversationSlotProps}. */
  conversationPanels?: PanelSlot[]
  /** Sections of a contact's page, and of the details panel for the conversation's contact; props {@link ContactSlotProps}. */
  contactPanels?: PanelSlot[]
  /** Dialogs about a conversation. */
  conversationDialogs?: ConversationDialog[]
  /** A set of choices on a contact. */
  contactChoices?: ContactChoices
  /** What it does to many contacts, found by typing; its words' keys are of the catalogue. */
  contactDeeds?: {
    title: string
    search: string
    /** A Lucide component. */
    icon: unknown
    /** The permission without which it is not offered. */
    permission?: string
    load: () => Promise<{ default: (desk: DeskContext) => Promise<BulkChoice[]> }>
  }
  /** A set of choices on a conversation, opened from the header menu, the details and by key. */
  conversationChoices?: ConversationChoices
  /** An entry of a message's menu: a dialog with props {@link MessageSlotProps}. */
  messageAction?: {
    /** Key of its catalogue. */
    title: string
    /** A Lucide component. */
    icon: unknown
    /** Whether it is offered for this message; never asked for deleted ones. */
    applies: (message: Message) => boolean
    load: Lazy
  }
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
