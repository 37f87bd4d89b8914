/** How the page and the frame speak: Chatwoot's strings, so that pages and clients made for it keep working. */

export const PREFIX = 'chatwoot-widget:'

export interface Message {
  event: string
  [key: string]: unknown
}

export const pack = (event: string, data?: object): string => PREFIX + JSON.stringify({ event, ...data })

/** The message in `data`, or nothing if it is somebody else's. */
export function unpack(data: unknown): Message | undefined {
  if (typeof data !== 'string' || !data.startsWith(PREFIX)) return undefined
  try {
    const message: unknown = JSON.parse(data.slice(PREFIX.length))
    return message && typeof (message as Message).event === 'string' ? (message as Message) : undefined
  } catch {
    return undefined
  }
}
