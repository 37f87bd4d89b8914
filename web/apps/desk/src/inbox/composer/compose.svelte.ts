//! What is being written: the editor, the tab, the quote, the files, and the draft that keeps them. One for all
//! conversations: the text is swapped when another one opens.
import type { Editor } from '@tiptap/core'
import { untrack } from 'svelte'
import { MESSAGE, type Message } from '@guiche/core'
import { session } from '../../lib/session.svelte.ts'
import { holdKeys } from '../../lib/shortcuts.ts'
import { drafts } from '../../state/drafts.svelte.ts'
import type { Pending } from '../../state/outbox.svelte.ts'
import type { Thread } from '../../state/thread.svelte.ts'
import { isMine } from '../thread/message-actions.ts'
import { Chosen, chosenUpload, type ChosenFile } from './chosen.svelte.ts'
import type { EditorHost } from './editor.ts'

const KEEP_MS = 250
/** Files that are not up yet, by conversation and tab: they wait as long as the page is open. */
const waiting = new Map<string, readonly ChosenFile[]>()

export class Compose {
  module = $state.raw<typeof import('./editor.ts')>()
  editor = $state.raw<Editor>()
  /** Moves with each change of text or selection, so that buttons follow. */
  turn = $state(0)
  /** The tab that was chosen. */
  isPrivate = $state(false)
  quote = $state<number>()
  hasText = $state(false)
  /** The newest message when this text was begun. */
  begunAt = $state<number>()
  readonly chosen = new Chosen()
  readonly #thread: () => Thread
  #loaded: { number: number; isPrivate: boolean } | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #wanted: boolean | undefined
  #loading = false
  /** Whether a key was pressed since this conversation was opened. */
  #typed = false
  /** What the draft holds as it was shown or kept last. */
  #kept = ''

  constructor(thread: () => Thread) {
    this.#thread = thread
    this.chosen.onchange = () => this.keepSoon()
    drafts.onRemote = (number, isPrivate) => this.#remote(number, isPrivate)
    this.#load()
  }

  /** Reads the editor; without a line again a little later. */
  #load(): void {
    import('./editor.ts').then((m) => (this.module = m)).catch(() => setTimeout(() => this.#load(), 3000))
  }

  /** Makes the editor in its element; the answer takes it away. */
  mount(host: EditorHost): (() => void) | undefined {
    const { module } = this
    if (!module) return undefined
    const made = untrack(() => module.createEditor(host))
    this.editor = made
    untrack(() => void this.open(this.#thread().number).then(() => this.#settleFocus()))
    return () => {
      this.keepNow()
      this.#loaded = undefined
      made.destroy()
      this.editor = undefined
    }
  }

  /** Shows what was written in a conversation, in the tab that was used last. */
  async open(number: number): Promise<void> {
    if (this.#loaded?.number === number || !this.editor) return
    this.keepNow()
    this.#loaded = { number, isPrivate: false }
    this.#loading = true
    this.#typed = false
    this.isPrivate = drafts.lastTab(number)
    this.#show(number, this.isPrivate)
    await drafts.ready()
    this.#loading = false
    if (this.#loaded?.number !== number) return
    // What was typed while the drafts were being read stays.
    if (this.#typed) return
    this.isPrivate = drafts.lastTab(number)
    this.#show(number, this.isPrivate)
  }

  /** Changes the tab; each keeps its own text. */
  setTab(isPrivate: boolean): void {
    if (isPrivate === this.isPrivate) return
    const number = this.#loaded?.number
    this.keepNow()
    this.isPrivate = isPrivate
    if (number !== undefined) this.#show(number, isPrivate)
    this.editor?.view.dispatch(this.editor.state.tr)
  }

  #show(number: number, isPrivate: boolean): void {
    const draft = drafts.get(number, isPrivate)
    this.#loaded = { number, isPrivate }
    this.setText(draft?.text ?? '')
    this.#kept = this.text()
    this.quote = draft?.quote
    if (draft?.quote && !this.#thread().find(draft.quote)) void this.#thread().fetchFar(draft.quote)
    const files = waiting.get(`${number}/${isPrivate}`) ?? []
    const known = new Set(files.map((f) => f.upload?.signed_id))
    this.chosen.open(number, [
      ...(draft?.files ?? []).filter((u) => !known.has(u.signed_id)).map(chosenUpload),
      ...files,
    ])
    this.begunAt = this.hasText ? this.#newest() : undefined
  }

  /** Another device wrote on: its words come here unless one is writing here too. */
  #remote(number: number, isPrivate: boolean): void {
    if (this.#loaded?.number !== number || this.#loaded.isPrivate !== isPrivate || this.#loading) return
    // Mine is newer: it is about to be kept.
    if (this.text() !== this.#kept) return
    clearTimeout(this.#timer)
    this.#show(number, isPrivate)
  }

  setText(markdown: string): void {
    this.editor?.commands.setContent(markdown, { contentType: 'markdown', emitUpdate: false })
    // Whoever comes back writes on where the text ends.
    if (this.editor && markdown) this.editor.commands.setTextSelection(this.editor.state.doc.content.size)
    this.hasText = markdown.trim() !== ''
    this.turn++
  }
  text(): string {
    return this.editor && this.module ? this.module.markdownOf(this.editor) : ''
  }

  /** A key changed the text. */
  changed(): void {
    this.#typed = true
    const had = this.hasText
    this.hasText = this.editor ? !this.editor.isEmpty : false
    if (!this.hasText) this.begunAt = undefined
    else if (!had || this.begunAt === undefined) this.begunAt = this.#newest()
    this.keepSoon()
  }

  /** Undefined while the messages are being read: nothing has come since then that one could know. */
  #newest(): number | undefined {
    return this.#thread().messages.at(-1)?.id
  }

  /** Messages of others that came since this text was begun. */
  arrivedSince(): Message[] {
    const from = this.begunAt
    if (from === undefined) return []
    return this.#thread().messages.filter(
      (m) =>
        m.id > from &&
        m.message_type !== MESSAGE.activity &&
        m.message_type !== MESSAGE.template &&
        !isMine(m, session.me?.id),
    )
  }

  /** They have been seen: from here on it counts anew. */
  seenArrived(): void {
    this.begunAt = this.#newest()
  }

  keepSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.keepNow(), KEEP_MS)
  }
  keepNow(): void {
    clearTimeout(this.#timer)
    const at = this.#loaded
    if (!at) return
    const key = `${at.number}/${at.isPrivate}`
    if (this.chosen.list.some((f) => !f.upload)) waiting.set(key, this.chosen.list)
    else waiting.delete(key)
    if (!this.editor) return
    this.#kept = this.text()
    drafts.set(at.number, at.isPrivate, {
      text: this.#kept,
      files: this.chosen.uploads(),
      ...(this.quote && { quote: this.quote }),
    })
  }

  /** Everything goes, after sending. */
  clear(): void {
    this.setText('')
    this.quote = undefined
    this.begunAt = undefined
    this.keepNow()
    drafts.flush()
  }

  /** Puts the cursor into the text, in the reply or in the note. */
  focus(asNote = this.isPrivate): void {
    if (!this.editor) {
      // What is typed until the text is there must not act as shortcuts.
      this.#wanted = asNote
      holdKeys(true)
      return
    }
    if (asNote !== this.isPrivate) this.setTab(asNote)
    this.editor.view.focus()
  }
  #settleFocus(): void {
    holdKeys(false)
    if (this.#wanted === undefined) return
    const asNote = this.#wanted
    this.#wanted = undefined
    this.focus(asNote)
  }

  insert(markdown: string): void {
    if (this.editor) this.module?.putMarkdown(this.editor, markdown)
  }

  /** Quotes a message; a note can only be answered by a note. */
  quoteMessage(message: Message): void {
    this.focus(message.private || this.isPrivate)
    this.quote = message.id
    this.keepSoon()
  }

  /** Gives back what could not be sent or was taken back. */
  giveBack(pending: Pending): void {
    if (pending.conversation !== this.#loaded?.number) {
      const known = drafts.get(pending.conversation, pending.private)
      const text = [known?.text, pending.content].filter(Boolean).join('\n\n')
      const uploads = pending.files.flatMap((f) => (f.upload ? [f.upload] : []))
      drafts.set(pending.conversation, pending.private, {
        text,
        files: [...(known?.files ?? []), ...uploads],
        ...(pending.quote && { quote: pending.quote }),
      })
      return
    }
    this.focus(pending.private)
    if (pending.content) this.insert(pending.content)
    if (pending.quote) this.quote = pending.quote
    this.chosen.giveBack(pending.files)
    this.hasText = this.editor ? !this.editor.isEmpty : false
    this.keepNow()
  }

  destroy(): void {
    this.keepNow()
    drafts.flush()
    drafts.onRemote = undefined
    holdKeys(false)
  }
}
