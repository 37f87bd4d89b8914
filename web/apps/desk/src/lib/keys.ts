//! Every key of the desk, once: what presses do, what the sheet shows and what the palette says beside a command.
import { features } from './features.ts'
import { t, words, type Key } from './i18n.ts'

/** What a key does, by name. */
export const KEYS = {
  palette: 'mod+k',
  sheet: '?',
  next: 'j',
  previous: 'k',
  open: 'Enter',
  peek: ' ',
  select: 'x',
  claim: 'm',
  resolve: 'e',
  snooze: 's',
  assign: 'a',
  priority: 'p',
  unread: 'u',
  details: 'd',
  reply: 'r',
  note: 'n',
  panes: 'F6',
} as const

/** A key's name in the map. */
export type KeyName = keyof typeof KEYS

const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)

/** The words on the key, like `Ctrl K` or `E`. */
export function keyLabel(name: KeyName): string {
  return wordsOf(KEYS[name])
}

function wordsOf(key: string): string {
  if (key === ' ') return t('keys.space')
  const parts = key.split('+').map((part) => (part === 'mod' ? (mac ? '⌘' : 'Ctrl') : part.length === 1 ? part.toUpperCase() : part))
  return parts.join(' ')
}

/** A line of the sheet: the keys and what they do. */
export interface KeyLine {
  keys: string
  what: string
}

/** All keys in groups, with those of the features. */
export function keySheet(): { title: string; lines: KeyLine[] }[] {
  const line = (name: KeyName, what: Key): KeyLine => ({ keys: keyLabel(name), what: t(what) })
  const fixed = (keys: string, what: Key): KeyLine => ({ keys, what: t(what) })
  const choices = features.flatMap((f) =>
    f.conversationChoices
      ? [{ keys: wordsOf(f.conversationChoices.key), what: words(`${f.name}.${f.conversationChoices.title}`) }]
      : [],
  )
  const dialogs = features.flatMap((f) =>
    (f.conversationDialogs ?? []).flatMap((d) => (d.key ? [{ keys: wordsOf(d.key), what: words(`${f.name}.${d.title}`) }] : [])),
  )
  return [
    {
      title: t('keys.list'),
      lines: [
        line('next', 'keys.next'),
        line('previous', 'keys.previous'),
        fixed('↑ ↓', 'keys.arrows'),
        fixed('Home End', 'keys.ends'),
        line('open', 'keys.open'),
        line('peek', 'keys.peek'),
        line('select', 'keys.select'),
        fixed('Shift ↑ ↓', 'keys.extend'),
        fixed(wordsOf('mod+a'), 'keys.select_all'),
      ],
    },
    {
      title: t('keys.conversation'),
      lines: [
        line('claim', 'keys.claim'),
        line('resolve', 'keys.resolve'),
        line('snooze', 'keys.snooze'),
        line('assign', 'keys.assign'),
        ...dialogs,
        line('priority', 'keys.priority'),
        ...choices,
        line('unread', 'keys.unread'),
        line('details', 'keys.details'),
      ],
    },
    {
      title: t('keys.composer'),
      lines: [
        line('reply', 'keys.reply'),
        line('note', 'keys.note'),
        fixed('/', 'keys.canned'),
        fixed('{{', 'keys.variables'),
        fixed('@', 'keys.mention'),
        fixed(wordsOf('mod+z'), 'keys.undo_send'),
        fixed('Esc', 'keys.leave'),
      ],
    },
    {
      title: t('keys.message'),
      lines: [
        fixed('↑ ↓', 'keys.message_move'),
        fixed('Enter', 'keys.message_menu'),
        fixed('R', 'keys.message_reply'),
        fixed('+', 'keys.message_react'),
        fixed('E', 'keys.message_edit'),
        fixed('C', 'keys.message_copy'),
        fixed('F', 'keys.message_forward'),
        fixed('Del', 'keys.message_delete'),
      ],
    },
    {
      title: t('keys.page'),
      lines: [line('palette', 'keys.palette'), line('panes', 'keys.panes'), line('sheet', 'keys.sheet')],
    },
  ]
}
