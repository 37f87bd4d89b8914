//! The one place that talks HTTP: cookie session, errors with fields, uploads with progress.

/** What a refused or failed request says. `status` 0 means that the server was not reached. */
export class ApiError extends Error {
  /** HTTP status; 0 without a connection. */
  readonly status: number
  /** What is wrong, by field name. */
  readonly fields: Record<string, string>
  /** What a machine may read beside the words, like the winner of a race. */
  readonly extra: Record<string, unknown>
  /** Seconds after which a new try makes sense. */
  readonly retryAfter: number | undefined

  constructor(status: number, message: string, body: Record<string, unknown> = {}, retryAfter?: number) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.fields = fieldErrors(body, message)
    this.extra = body
    this.retryAfter = retryAfter
  }

  /** Whether trying the same again may work: no connection, or the server is busy. */
  get temporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

/** A query: undefined and null are left out, lists become `name[]`. */
export type Query = Record<string, string | number | boolean | null | undefined | readonly (string | number)[]>

/** What a request may carry. */
export interface RequestOptions {
  query?: Query
  body?: unknown
  signal?: AbortSignal
}

/** Reaches our server. */
export class Http {
  /** Where the server is; empty for the same origin. */
  readonly base: string
  /** Language that the server's words are asked in. */
  locale = 'pt-BR'
  /** Sent with every request. */
  readonly headers: Record<string, string>
  /** Told when the session has ended. */
  onSignedOut: (() => void) | undefined

  constructor(base = '', headers: Record<string, string> = {}) {
    this.base = base
    this.headers = headers
  }

  get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
    return this.request<T>('GET', path, { ...(query && { query }), ...(signal && { signal }) })
  }
  post<T>(path: string, body?: unknown): Promise<T> {
    return this.request<T>('POST', path, { body })
  }
  patch<T>(path: string, body?: unknown): Promise<T> {
    return this.request<T>('PATCH', path, { body })
  }
  put<T>(path: string, body?: unknown): Promise<T> {
    return this.request<T>('PUT', path, { body })
  }
  delete<T>(path: string, body?: unknown): Promise<T> {
    return this.request<T>('DELETE', path, { body })
  }

  /** Sends a request and reads JSON; throws {@link ApiError}. A `FormData` body is sent as it is. */
  async request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    const { body, query, signal } = options
    const form = typeof FormData !== 'undefined' && body instanceof FormData
    const headers: Record<string, string> = {
      Accept: 'application/json',
      'Accept-Language': this.locale,
      ...this.headers,
    }
    if (body !== undefined && !form) headers['Content-Type'] = 'application/json'
    let response: Response
    try {
      response = await fetch(this.base + path + queryText(query), {
        method,
        headers,
        credentials: 'same-origin',
        ...(body !== undefined && { body: form ? (body as FormData) : JSON.stringify(body) }),
        ...(signal && { signal }),
      })
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error
      throw new ApiError(0, '')
    }
    return this.#settle<T>(response.status, await response.text().catch(() => ''), (name) => response.headers.get(name))
  }

  /** Sends a form with progress (0 to 1); `signal` cancels it. */
  upload<T>(path: string, form: FormData, onProgress: (part: number) => void, signal?: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const xhr = new XMLHttpRequest()
      xhr.open('POST', this.base + path)
      xhr.setRequestHeader('Accept', 'application/json')
      xhr.setRequestHeader('Accept-Language', this.locale)
      for (const [name, value] of Object.entries(this.headers)) xhr.setRequestHeader(name, value)
      xhr.upload.onprogress = (e) => e.lengthComputable && onProgress(e.loaded / e.total)
      xhr.onload = () => {
        try {
          resolve(this.#settle<T>(xhr.status, xhr.responseText, (name) => xhr.getResponseHeader(name)))
        } catch (error) {
          reject(error)
        }
      }
      xhr.onerror = () => reject(new ApiError(0, ''))
      xhr.onabort = () => reject(new DOMException('', 'AbortError'))
      signal?.addEventListener('abort', () => xhr.abort())
      xhr.send(form)
    })
  }

  #settle<T>(status: number, text: string, header: (name: string) => string | null): T {
    let body: unknown
    try {
      body = text ? JSON.parse(text) : undefined
    } catch {
      body = undefined
    }
    if (status >= 200 && status < 300) return body as T
    if (status === 401) this.onSignedOut?.()
    const object = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
    const wait = Number(header('Retry-After'))
    throw new ApiError(status, words(object), object, Number.isFinite(wait) && wait > 0 ? wait : undefined)
  }
}

/** `?a=1&b[]=2` of a query, or an empty text. */
export function queryText(query: Query | undefined): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null || value === '') continue
    if (Array.isArray(value)) for (const v of value) params.append(`${name}[]`, String(v))
    else params.set(name, String(value))
  }
  const text = params.toString()
  return text ? `?${text}` : ''
}

function words(body: Record<string, unknown>): string {
  const first = Array.isArray(body['errors']) ? body['errors'][0] : undefined
  for (const candidate of [body['message'], body['error'], first]) {
    if (typeof candidate === 'string' && candidate) return candidate
  }
  return ''
}

/** Field errors from `errors: {field: text}` or `attributes: [field | {field, message}]`. */
function fieldErrors(body: Record<string, unknown>, message: string): Record<string, string> {
  const out: Record<string, string> = {}
  for (const key of ['fields', 'errors', 'attributes']) {
    const value = body[key]
    if (Array.isArray(value)) {
      for (const item of value) readFieldError(item, message, key, out)
    } else if (typeof value === 'object' && value !== null) {
      for (const [field, text] of Object.entries(value)) {
        const first: unknown = Array.isArray(text) ? text[0] : text
        if (typeof first === 'string') out[field] = first
      }
    }
  }
  return out
}

function readFieldError(item: unknown, message: string, key: string, out: Record<string, string>): void {
  if (typeof item === 'string') {
    if (key === 'attributes' && !(item in out)) out[item] = message
  } else if (typeof item === 'object' && item !== null) {
    const entry = item as Record<string, unknown>
    const field = entry['field'] ?? entry['attribute']
    if (typeof field === 'string') out[field] = typeof entry['message'] === 'string' ? entry['message'] : message
  }
}
