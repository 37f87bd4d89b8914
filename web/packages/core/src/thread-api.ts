//! The routes of a thread: messages and what is done to them, drafts, files before their message.
import type { Http } from './http.ts'
import type { Draft, Message, Upload, VoiceFacts, WindowQuery } from './types.ts'

/** A page of messages and whether there are more on either side; `undefined` where the server does not say. */
export interface MessageWindow {
  messages: Message[]
  hasOlder: boolean | undefined
  hasNewer: boolean | undefined
}

/** What is kept of a text that was not sent. */
export interface DraftChange {
  message: string
  private: boolean
  in_reply_to: number | null
  /** Ids of uploads. */
  attachments: string[]
  /** When the last key was pressed, milliseconds: an older one never takes a newer one's place. */
  at: number
  /** Who wrote it: one's own echo is told apart by it. */
  device: string
}

interface Drafts {
  drafts?: Draft[]
}

/** Routes of one account's threads. Conversations are named by their number. */
export class ThreadApi {
  readonly #http: Http
  readonly #base: string

  constructor(http: Http, account: number) {
    this.#http = http
    this.#base = `/api/v1/accounts/${account}`
  }

  /** Messages before, after or around a message, or around a moment. */
  async window(number: number, query: WindowQuery): Promise<MessageWindow> {
    const answer = await this.#http.get<{ payload: Message[]; meta?: { has_older?: boolean; has_newer?: boolean } }>(
      `${this.#base}/conversations/${number}/messages`,
      { ...query },
    )
    return { messages: answer.payload, hasOlder: answer.meta?.has_older, hasNewer: answer.meta?.has_newer }
  }
  edit(number: number, message: number, content: string): Promise<Message> {
    return this.#http.patch(this.#one(number, message), { content })
  }
  remove(number: number, message: number): Promise<Message> {
    return this.#http.delete(this.#one(number, message))
  }
  /** Reacts; the same emoji again takes it back, another one takes its place. */
  react(number: number, message: number, emoji: string): Promise<Message> {
    return this.#http.post(`${this.#one(number, message)}/reactions`, { emoji })
  }
  /** Sends a copy into other conversations, all or none. */
  async forward(number: number, message: number, conversation_ids: readonly number[]): Promise<Message[]> {
    const answer = await this.#http.post<{ payload: Message[] }>(`${this.#one(number, message)}/forward`, {
      conversation_ids,
    })
    return answer.payload
  }
  /** Gives both sides a link to a video call. */
  videoCall(number: number): Promise<Message> {
    return this.#http.post(`${this.#base}/conversations/${number}/video_call`, {})
  }

  /** All drafts of mine. */
  async drafts(): Promise<Draft[]> {
    return (await this.#http.get<{ payload: Draft[] }>(`${this.#base}/drafts`)).payload
  }
  async draftsOf(number: number): Promise<Draft[]> {
    return (await this.#http.get<Drafts>(`${this.#base}/conversations/${number}/draft_messages`)).drafts ?? []
  }
  async keepDraft(number: number, draft: DraftChange): Promise<Draft[]> {
    const path = `${this.#base}/conversations/${number}/draft_messages`
    return (await this.#http.put<Drafts>(path, { draft_message: draft })).drafts ?? []
  }
  dropDraft(number: number, isPrivate: boolean): Promise<unknown> {
    return this.#http.delete(`${this.#base}/conversations/${number}/draft_messages?private=${isPrivate}`)
  }

  /** Puts a file on the server before its message; `onProgress` from 0 to 1. */
  upload(
    number: number,
    file: File,
    onProgress: (part: number) => void,
    options: { signal?: AbortSignal; voice?: VoiceFacts } = {},
  ): Promise<Upload> {
    const form = new FormData()
    form.set('attachment', file, file.name)
    form.set('conversation_id', String(number))
    if (options.voice) {
      form.set('is_recorded_audio', 'true')
      form.set('voice_peaks', JSON.stringify(options.voice.peaks))
      form.set('voice_duration_ms', String(Math.round(options.voice.duration_ms)))
    }
    return this.#http.upload(`${this.#base}/upload`, form, onProgress, options.signal)
  }

  #one(number: number, message: number): string {
    return `${this.#base}/conversations/${number}/messages/${message}`
  }
}
