//! The rich text of the composer: TipTap with Markdown in and out. Loaded only when a conversation is open.
import { Editor, Extension } from '@tiptap/core'
import { Mention } from '@tiptap/extension-mention'
import { Placeholder } from '@tiptap/extension-placeholder'
import { Markdown } from '@tiptap/markdown'
import { PluginKey } from '@tiptap/pm/state'
import { StarterKit } from '@tiptap/starter-kit'
import { Suggestion } from '@tiptap/suggestion'

/** An open list of suggestions: what was typed after the trigger and how one is put in. */
export interface Suggesting {
  trigger: string
  query: string
  /** Puts Markdown in place of what was typed. */
  insert: (markdown: string) => void
  /** Puts a mention in place of what was typed. */
  mention: (id: string, label: string) => void
}

/** What the composer wants to know and decide. */
export interface EditorHost {
  element: HTMLElement
  content: string
  label: string
  placeholder: () => string
  /** Characters that open a list; asked at each key, since tabs differ. */
  triggers: readonly string[]
  allowed: (trigger: string) => boolean
  onchange: () => void
  onselection: () => void
  onsuggest: (open: Suggesting | undefined) => void
  /** A key for the open list; `true` when it was taken. */
  onsuggestkey: (event: KeyboardEvent) => boolean
  /** A key for the composer; `true` when it was taken. */
  onkey: (event: KeyboardEvent) => boolean
  onfiles: (files: File[]) => void
  onfocus: () => void
  onblur: () => void
}

/** Makes the editor. The caller destroys it. */
export function createEditor(host: EditorHost): Editor {
  return new Editor({
    element: host.element,
    content: host.content,
    contentType: 'markdown',
    extensions: [
      StarterKit.configure({
        heading: false,
        horizontalRule: false,
        dropcursor: false,
        gapcursor: false,
        trailingNode: false,
        link: { openOnClick: false, autolink: true, linkOnPaste: true, protocols: ['mailto', 'tel'] },
      }),
      Placeholder.configure({ placeholder: host.placeholder }),
      PrivateMention,
      Markdown,
      ...host.triggers.map((trigger) => suggester(trigger, host)),
    ],
    editorProps: {
      attributes: {
        'aria-label': host.label,
        role: 'textbox',
        'aria-multiline': 'true',
        spellcheck: 'true',
        class: 'composer-text',
      },
      handleKeyDown: (_view, event) => host.onkey(event),
      handlePaste: (_view, event) => takeFiles(event.clipboardData, event, host),
      handleDrop: (_view, event) => takeFiles(event.dataTransfer, event, host),
    },
    onUpdate: () => host.onchange(),
    onSelectionUpdate: () => host.onselection(),
    onTransaction: () => host.onselection(),
    onFocus: () => host.onfocus(),
    onBlur: () => host.onblur(),
  })
}

/** The text as Markdown, without the blanks that only mark a line's end. */
export function markdownOf(editor: Editor): string {
  return editor
    .getMarkdown()
    .replace(/ {2,}\n/g, '\n')
    .replace(/&nbsp;/g, ' ')
    .trim()
}

/** Puts Markdown where the cursor is, or in place of `range`; words of one line go on in the line they are put into. */
export function putMarkdown(editor: Editor, markdown: string, range?: { from: number; to: number }): void {
  const parsed = editor.markdown?.parse(markdown).content ?? []
  const line = parsed.length === 1 && parsed[0]?.type === 'paragraph' ? parsed[0].content : undefined
  const chain = editor.chain().focus()
  if (range) chain.deleteRange(range)
  if (line) chain.insertContent(line).run()
  else if (markdown) chain.insertContent(markdown, { contentType: 'markdown' }).run()
  else chain.run()
}

/** `[@Ana](mention://user/7/Ana)`, also for teams. */
const MENTION = /^\[@([^\]\n]{1,200})\]\(mention:\/\/(user|team)\/(\d{1,18})\/[^)\s]*\)/

const PrivateMention = Mention.extend({
  // A kept draft brings its mentions back as mentions.
  markdownTokenName: 'mention',
  markdownTokenizer: {
    name: 'mention',
    level: 'inline' as const,
    start: (src: string) => src.indexOf('[@'),
    tokenize: (src: string) => {
      const found = MENTION.exec(src)
      return found ? { type: 'mention', raw: found[0], label: found[1], id: `${found[2]}/${found[3]}` } : undefined
    },
  },
  parseMarkdown: (token: Record<string, unknown>) => ({
    type: 'mention',
    attrs: { id: String(token['id'] ?? ''), label: String(token['label'] ?? '') },
  }),
  renderMarkdown: (node: { attrs?: Record<string, unknown> }) => {
    const label = String(node.attrs?.['label'] ?? '')
    return `[@${label}](mention://${String(node.attrs?.['id'] ?? '')}/${encodeURIComponent(label)})`
  },
}).configure({
  HTMLAttributes: { class: 'mention' },
  suggestion: { char: '\u0000', allow: () => false },
})

function suggester(trigger: string, host: EditorHost): Extension {
  return Extension.create({
    name: `suggest${trigger.charCodeAt(0)}`,
    addProseMirrorPlugins() {
      const { editor } = this
      return [
        Suggestion({
          editor,
          pluginKey: new PluginKey(`suggest${trigger.charCodeAt(0)}`),
          char: trigger,
          // A variable may stand right after a word or a bracket.
          ...(trigger === '{{' && { allowedPrefixes: null }),
          allow: () => host.allowed(trigger),
          items: () => [],
          render: () => ({
            onStart: ({ query, range }) => host.onsuggest(suggesting(editor as Editor, trigger, query, range)),
            onUpdate: ({ query, range }) => host.onsuggest(suggesting(editor as Editor, trigger, query, range)),
            onExit: () => host.onsuggest(undefined),
            onKeyDown: ({ event }) => host.onsuggestkey(event),
          }),
        }),
      ]
    },
  })
}

function suggesting(editor: Editor, trigger: string, query: string, range: { from: number; to: number }): Suggesting {
  return {
    trigger,
    query,
    insert: (markdown) => putMarkdown(editor, markdown, range),
    mention: (id, label) =>
      void editor
        .chain()
        .focus()
        .deleteRange(range)
        .insertContent([
          { type: 'mention', attrs: { id, label } },
          { type: 'text', text: ' ' },
        ])
        .run(),
  }
}

function takeFiles(data: DataTransfer | null, event: Event, host: EditorHost): boolean {
  const files = [...(data?.files ?? [])]
  if (!files.length) return false
  event.preventDefault()
  host.onfiles(files)
  return true
}
