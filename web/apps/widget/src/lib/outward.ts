/** What goes out: messages on their way, files, typing, and what the page tells of the visitor. */
import { Lost, Refused } from './api'
import { announce, say } from './bridge'
import type { Chat } from './chat.svelte'
import type { Conversation, Draft, FormAnswers, Message } from './types'

const TYPING_EVERY = 3000
/** Seconds that the visitor's clock may be off. */
const SKEW = 60

export class Outward {
  #stops = new Map<string, AbortController>()
  #flushing = false
  #again = 0
  #typingTimer = 0
  #typedAt = 0
  /** What the page said before there was a visitor. */
  #contact: Record<string, unknown> = {}
  #attributes: Record<string, unknown> = {}

  constructor(private readonly chat: Chat) {}

  send(text: string, quote?: number): void {
    this.#queue({ text, quote })
    this.#stopTyping()
  }

  /** Sends a recorded voice. */
  sendVoice(file: File, voice: Draft['voice']): void {
    this.#queue({ text: '', file, voice, progress: 0 })
  }

  sendFile(file: File): void {
    const picture = /^image\/(png|jpe?g|gif|webp|avif)$/.test(file.type) ? URL.createObjectURL(file) : undefined
    this.#queue({ text: '', file, picture, progress: 0 })
  }

  #queue(part: Partial<Draft> & { text: string }): void {
    const echo = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`
    // A conversation that ended and does not reopen is left alone: the message starts another.
    const { chat } = this
    if (chat.over && !chat.boot.allow_messages_after_resolved) chat.current = 0
    const form = chat.current ? undefined : chat.form
    chat.drafts.push({ echo, conversation: chat.current, at: Date.now(), state: 'sending', form, ...part })
    this.chat.outbox.write(this.chat.drafts)
    void this.flush()
  }

  retry(draft: Draft): void {
    draft.state = 'sending'
    draft.why = undefined
    void this.flush()
  }

  discard(draft: Draft): void {
    this.#stops.get(draft.echo)?.abort()
    this.chat.settle(draft)
  }

  /** Sends what is to be sent, in order; stops where the line is down and goes on when it is back. */
  async flush(): Promise<void> {
    if (this.#flushing) return
    this.#flushing = true
    clearTimeout(this.#again)
    try {
      for (;;) {
        const draft = this.chat.drafts.find((d) => d.state !== 'failed' && !this.#stops.has(d.echo))
        if (!draft) return
        draft.state = 'sending'
        // A file on its way does not hold up what is written after it, once there is a conversation to put it in.
        if (draft.file && draft.conversation) void this.#deliver(draft)
        else if (!(await this.#deliver(draft))) return
      }
    } finally {
      this.#flushing = false
    }
  }

  /** Sends one; answers whether to go on with the next. */
  async #deliver(draft: Draft): Promise<boolean> {
    const stop = new AbortController()
    this.#stops.set(draft.echo, stop)
    try {
      await this.#identify()
      await this.#settleLost(draft)
      const answer = await this.#hand(draft, stop.signal)
      this.#arrived(draft, answer)
      return true
    } catch (error) {
      return this.#undelivered(draft, error)
    } finally {
      this.#stops.delete(draft.echo)
    }
  }

  #hand(draft: Draft, stop: AbortSignal): Promise<Message | Conversation> {
    const message: Record<string, string> = {
      echo_id: draft.echo,
      referer_url: this.chat.page,
      timestamp: new Date(draft.at).toString(),
    }
    if (draft.text) message.content = draft.text
    if (draft.quote) message.reply_to = String(draft.quote)
    const form: Partial<FormAnswers> = (!draft.conversation && draft.form) || {}
    const { contact = {}, consent } = form
    const custom_attributes = { ...this.#attributes, ...form.custom_attributes }
    if (draft.file) return this.#carry(draft, draft.file, message, { contact, custom_attributes, consent }, stop)
    if (draft.conversation) return this.chat.api.write(draft.conversation, message)
    return this.chat.api.call('POST', 'conversations', { contact, message, custom_attributes, consent: !!consent })
  }

  /** Sends a file, with all that goes along as fields of a form. */
  #carry(draft: Draft, file: File, message: object, start: object, stop: AbortSignal): Promise<Message | Conversation> {
    const fields: Record<string, string> = {}
    const put = (name: string, value: unknown): void => {
      if (value && typeof value === 'object')
        for (const [key, inner] of Object.entries(value)) put(name ? `${name}[${key}]` : key, inner)
      else if (value !== undefined && value !== '') fields[name] = String(value)
    }
    const voice = draft.voice && {
      is_recorded_audio: 'true',
      voice_peaks: draft.voice.peaks,
      voice_duration_ms: draft.voice.ms,
    }
    put('', { message: { ...message, ...voice }, ...(draft.conversation ? {} : start) })
    return this.chat.api.upload(draft.conversation, fields, file, (share) => (draft.progress = share), stop)
  }

  /**
   * A message that was to start a conversation, and whose answer was lost, may have started it: then it is sent there
   * again, where its echo makes it the same message.
   */
  async #settleLost(draft: Draft): Promise<void> {
    if (!draft.conversation && draft.tried) {
      this.chat.take(await this.chat.api.conversations())
      const begun = this.chat.conversations.toSorted((a, b) => b.id - a.id)[0]
      if (begun && (begun.created_at ?? 0) >= draft.at / 1000 - SKEW) this.chat.moveDrafts(begun.id)
    }
    draft.tried = true
  }

  #undelivered(draft: Draft, error: unknown): boolean {
    if (error instanceof Refused && error.status === 0) return true
    if (error instanceof Refused && error.status === 401 && this.chat.api.token) {
      this.chat.forget()
      return true
    }
    const wait = error instanceof Refused ? (error.status === 429 ? Math.max(1, error.wait) : 0) : 5
    if (wait || error instanceof Lost) {
      for (const d of this.chat.drafts) if (d.state === 'sending') d.state = 'waiting'
      this.#again = setTimeout(() => void this.flush(), wait * 1000) as never
      return false
    }
    draft.state = 'failed'
    draft.why = error instanceof Error ? error.message : ''
    this.chat.outbox.write(this.chat.drafts)
    return true
  }

  #arrived(draft: Draft, answer: Message | Conversation): void {
    if ('message_type' in answer) {
      this.chat.settle(draft)
      this.chat.put(answer.conversation_id, [answer])
      this.chat.refreshLast(answer)
    } else {
      this.chat.moveDrafts(answer.id)
      this.chat.settle(draft)
      this.#attributes = {}
      this.chat.form = undefined
      this.chat.outbox.keepForm(undefined)
      if (draft.form) void this.chat.api.contact().then((me) => (this.chat.me = me), () => undefined)
      for (const [on, label] of this.#labels.splice(0)) void this.label(label, on).catch(() => undefined)
      if (!this.chat.conversations.some((c) => c.id === answer.id))
        this.chat.conversations = [answer, ...this.chat.conversations]
      if (answer.messages) this.chat.put(answer.id, answer.messages)
      void this.chat.older(answer.id)
      this.chat.seen()
      announce('on-start-conversation', { hasConversation: true })
    }
  }

  async #identify(): Promise<void> {
    await this.chat.ready
    if (this.chat.api.token) return
    const begun = await this.chat.api.begin()
    say('setAuthCookie', { data: { widgetAuthToken: begun.token } })
    this.chat.cursor = (await this.chat.api.events('').catch(() => undefined))?.cursor ?? ''
    this.chat.connect(begun.pubsub)
    if (Object.keys(this.#contact).length) await this.chat.api.call('PATCH', 'contact', this.#contact)
    this.#contact = {}
  }

  /** The visitor types, or stopped. */
  typed(on: boolean): void {
    if (!this.chat.current || !this.chat.api.token || this.chat.over) return
    if (!on) return this.#stopTyping()
    clearTimeout(this.#typingTimer)
    this.#typingTimer = setTimeout(() => this.#stopTyping(), TYPING_EVERY * 1.5) as never
    if (Date.now() - this.#typedAt < TYPING_EVERY) return
    this.#typedAt = Date.now()
    this.#tellTyping('on')
  }

  #stopTyping(): void {
    clearTimeout(this.#typingTimer)
    if (this.#typedAt) this.#tellTyping('off')
    this.#typedAt = 0
  }

  #tellTyping(typing_status: string): void {
    this.chat.api
      .call('POST', 'conversations/toggle_typing', { typing_status }, { conversation_id: this.chat.current })
      .catch(() => undefined)
  }

  /** Ends the conversation on screen, or opens it again. */
  async toggleStatus(): Promise<void> {
    const to = this.chat.over ? 'open' : 'resolved'
    const answer = await this.chat.api.call<Partial<Conversation>>(
      'POST',
      'conversations/toggle_status',
      {},
      { conversation_id: this.chat.current },
    )
    this.chat.patch(this.chat.current, { status: answer.status ?? to })
  }

  /** The page names the visitor; with proof they become that person, with their conversations. */
  async setUser(identifier: string, user: Record<string, unknown>): Promise<void> {
    this.chat.ready = this.chat.ready.then(async () => {
      if (!this.chat.api.token) {
        const begun = await this.chat.api.begin()
        say('setAuthCookie', { data: { widgetAuthToken: begun.token } })
      }
      const contact = await this.chat.api.call<{ widget_auth_token?: string }>('PATCH', 'contact/set_user', {
        ...user,
        identifier,
      })
      if (contact.widget_auth_token) {
        this.chat.api.token = contact.widget_auth_token
        say('setAuthCookie', { data: { widgetAuthToken: contact.widget_auth_token } })
        this.chat.messages = {}
        this.chat.current = 0
        if (this.chat.view === 'chat') this.chat.view = 'home'
      }
      await this.chat.load()
    })
    const done = this.chat.ready
    this.chat.ready = done.catch(() => undefined)
    await done
  }

  /** A label of the account on the current conversation, or off it. */
  async label(label: string, on: boolean): Promise<void> {
    await this.chat.ready
    if (!this.chat.conversations.length) this.#labels.push([on, label])
    else if (on) await this.chat.api.call('POST', 'labels', { label })
    else await this.chat.api.call('DELETE', `labels/${encodeURIComponent(label)}`)
  }
  #labels: [boolean, string][] = []

  /** Answers a message that asks for something. */
  async submit(message: Message, answer: object): Promise<void> {
    const changed = await this.chat.api.call<Message>('PATCH', `messages/${message.id}`, answer)
    this.chat.put(message.conversation_id, [changed])
  }

  /** Reacts to a message; the same again takes it back. */
  async react(message: Message, emoji: string): Promise<void> {
    const changed = await this.chat.api.call<Message>('POST', `messages/${message.id}/reactions`, { emoji })
    this.chat.put(message.conversation_id, [changed])
  }

  /** Has the conversation on screen sent to the visitor's e-mail; with `email`, that is theirs from now on. */
  async transcript(email?: string): Promise<void> {
    const { chat } = this
    if (email) await chat.api.call('PATCH', 'contact', { email })
    await chat.api.call('POST', 'conversations/transcript', {}, { conversation_id: chat.current })
    chat.me = await chat.api.contact()
  }

  async setContact(change: Record<string, unknown>): Promise<void> {
    await this.chat.ready
    if (this.chat.api.token) await this.chat.api.call('PATCH', 'contact', change)
    else Object.assign((this.#contact.custom_attributes ??= {}) as object, change.custom_attributes)
  }

  async dropContact(key: string): Promise<void> {
    await this.chat.ready
    if (this.chat.api.token)
      await this.chat.api.call('POST', 'contact/destroy_custom_attributes', { custom_attributes: [key] })
    else delete (this.#contact.custom_attributes as Record<string, unknown> | undefined)?.[key]
  }

  async setConversation(custom_attributes: Record<string, unknown>): Promise<void> {
    await this.chat.ready
    if (this.chat.conversations.length)
      await this.chat.api.call('POST', 'conversations/set_custom_attributes', { custom_attributes })
    else Object.assign(this.#attributes, custom_attributes)
  }

  async dropConversation(key: string): Promise<void> {
    await this.chat.ready
    delete this.#attributes[key]
    if (this.chat.conversations.length)
      await this.chat.api.call('POST', 'conversations/destroy_custom_attributes', { custom_attribute: [key] })
  }
}
