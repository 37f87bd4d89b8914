/** Calls of the widget API: who the visitor is, and one way to tell a refusal from a lost line. */
import type { Conversation, Message, Person } from './types'

/** The server's refusal, in words. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** Seconds to wait, where told. */
    readonly wait = 0,
  ) {
    super(message)
  }
}

/** The line is down or the server is not there: what was asked may be asked again. */
export class Lost extends Error {}

export interface Contact {
  id: number
  name?: string | null
  email?: string | null
  phone_number?: string | null
  has_name?: boolean
  has_email?: boolean
  has_phone_number?: boolean
  custom_attributes?: Record<string, unknown>
  pubsub_token?: string
  widget_auth_token?: string
}

export interface Events {
  cursor: string
  events: { event: string; data: unknown }[]
  resync: boolean
}

type Params = Record<string, string | number | undefined>

export class Api {
  /** The visitor's token; empty for someone new. */
  token = ''
  locale = ''

  constructor(private readonly site: string) {}

  url(path: string, params: Params = {}): string {
    const query = new URLSearchParams({ website_token: this.site, locale: this.locale })
    for (const [name, value] of Object.entries(params))
      if (value !== undefined && value !== 0) query.set(name, String(value))
    return `${path.startsWith('/') ? path : `/api/v1/widget/${path}`}?${query}`
  }

  async call<T>(method: string, path: string, body?: unknown, params?: Params): Promise<T> {
    const headers: Record<string, string> = {}
    if (this.token) headers['x-auth-token'] = this.token
    if (body !== undefined) headers['content-type'] = 'application/json'
    let answer: Response
    try {
      answer = await fetch(this.url(path, params), {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        credentials: 'omit',
      })
    } catch {
      throw new Lost()
    }
    return read<T>(answer.status, await answer.text().catch(() => ''), Number(answer.headers.get('retry-after')))
  }

  /** Makes the visitor known to the server, and the server's token known to us. */
  async begin(): Promise<{ token: string; pubsub: string }> {
    type Config = { website_channel_config: { auth_token: string }; contact: { pubsub_token: string } }
    const config = await this.call<Config>('POST', 'config')
    this.token = config.website_channel_config.auth_token
    return { token: this.token, pubsub: config.contact.pubsub_token }
  }

  contact = (): Promise<Contact> => this.call('GET', 'contact')
  members = async (): Promise<Person[]> => (await this.call<{ payload: Person[] }>('GET', 'inbox_members')).payload
  conversations = async (): Promise<Conversation[]> =>
    (await this.call<{ conversations: Conversation[] }>('GET', 'conversations')).conversations
  messages = async (conversation: number, span: { before?: number; after?: number } = {}): Promise<Message[]> =>
    (await this.call<{ payload: Message[] }>('GET', 'messages', undefined, { conversation_id: conversation, ...span }))
      .payload
  /** Tells that the chat was opened on a page; nobody waits for it. */
  opened = (page: string): void => {
    const event_info = { referer: page, widget_language: this.locale, initiated_at: { timestamp: new Date().toISOString() } }
    this.call('POST', 'events', { name: 'webwidget.triggered', event_info }).catch(() => undefined)
  }
  events = (cursor: string): Promise<Events> =>
    this.call('GET', '/widget/events', undefined, { cursor: cursor || undefined })

  /** Writes a text: into a conversation, or as the first of a new one. */
  write(conversation: number, message: object): Promise<Message | Conversation> {
    return conversation
      ? this.call('POST', 'messages', { message }, { conversation_id: conversation })
      : this.call('POST', 'conversations', { message })
  }

  /** Sends a file, telling how much has gone up. */
  upload(
    conversation: number,
    fields: Record<string, string>,
    file: File,
    progress: (share: number) => void,
    stop: AbortSignal,
  ): Promise<Message | Conversation> {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    form.append('message[attachments][]', file, file.name)
    const request = new XMLHttpRequest()
    request.open('POST', this.url(conversation ? 'messages' : 'conversations', { conversation_id: conversation }))
    request.setRequestHeader('x-auth-token', this.token)
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total)
    stop.addEventListener('abort', () => request.abort())
    return new Promise((done, fail) => {
      request.onload = () => {
        try {
          done(read(request.status, request.responseText, Number(request.getResponseHeader('retry-after'))))
        } catch (error) {
          fail(error)
        }
      }
      request.onerror = () => fail(new Lost())
      request.onabort = () => fail(new Refused(0, ''))
      request.send(form)
    })
  }
}

function read<T>(status: number, text: string, wait: number): T {
  let body: any
  try {
    body = text ? JSON.parse(text) : {}
  } catch {
    body = {}
  }
  if (status >= 200 && status < 300) return body as T
  // What comes from a proxy, or from a server that is starting, passes.
  if (status >= 500 || status === 0) throw new Lost()
  throw new Refused(status, String(body.message ?? body.error ?? ''), wait)
}
