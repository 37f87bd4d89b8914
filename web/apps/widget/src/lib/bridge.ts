/**
 * The frame's side of the talk with the page around it, in Chatwoot's strings. Only the window that holds us, with the
 * origin our address names, is heard; what is said is said to that origin alone.
 */
import { type Message, pack, unpack } from '../loader/protocol'

const query = new URLSearchParams(location.search)
const framed = window.parent !== window

/** The origin of the page around; empty if we stand alone or it is not known. */
function around(): string {
  if (!framed) return ''
  if (query.has('preview')) return location.origin
  try {
    const url = new URL(query.get('origin') ?? document.referrer)
    return /^https?:$/.test(url.protocol) ? url.origin : ''
  } catch {
    return ''
  }
}

const origin = around()

/** Whether a page is around that listens. */
export const embedded = origin !== ''

/** A visitor's token handed over in the address, as in a window of its own or an app's web view. */
export const tokenInAddress = query.get('cw_conversation') ?? ''

export function say(event: string, data?: object): void {
  if (embedded) window.parent.postMessage(pack(event, data), origin)
}

/** An event for the page's own scripts (`chatwoot:on-message` and the like). */
export const announce = (eventIdentifier: string, data?: unknown): void => say('onEvent', { eventIdentifier, data })

export function listen(hear: (message: Message & Record<string, any>) => void): void {
  window.addEventListener('message', (event) => {
    if (!embedded || event.origin !== origin || event.source !== window.parent) return
    const message = unpack(event.data)
    if (message) hear(message)
  })
}
