//! Pointer and keys over the messages, caught once for all of them.
import type { Message } from '@guiche/core'
import { acting, focusMessage, messageElement, pointAnchor } from './acting.svelte.ts'
import { copy } from './message-acts.ts'
import type { MessageAction } from './message-actions.ts'

/** What the gestures need to know. */
export interface GestureHost {
  find: (id: number) => Message | undefined
  can: (message: Message) => ReadonlySet<MessageAction>
  quote: (message: Message) => void
  /** Leaves the messages. */
  leave: () => void
}

const LONG_MS = 450
const MOVED = 10

/** The message that an event came from. */
function messageOf(
  host: GestureHost,
  target: EventTarget | null,
): { message: Message; element: HTMLElement } | undefined {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-message]') : null
  const message = element ? host.find(Number(element.dataset['message'])) : undefined
  return element && message ? { message, element } : undefined
}

/** Hooks the gestures on the log; the answer takes them off. */
export function gestures(box: HTMLElement, host: GestureHost): () => void {
  const off = new AbortController()
  const on = <K extends keyof HTMLElementEventMap>(name: K, run: (e: HTMLElementEventMap[K]) => void): void =>
    box.addEventListener(name, run, { signal: off.signal })

  on('pointerover', (e) => {
    if (e.pointerType !== 'touch') acting.active = messageOf(host, e.target)?.message.id
  })
  on('pointerleave', () => (acting.active = undefined))
  on('focusin', (e) => {
    const found = messageOf(host, e.target)
    if (!found) return
    acting.active = found.message.id
    if (e.target === found.element) acting.reached = found.message.id
  })
  on('focusout', (e) => {
    if (e.relatedTarget instanceof Node && box.contains(e.relatedTarget)) return
    // Later: the focus also goes when a part is taken away, in the middle of drawing.
    queueMicrotask(() => {
      if (!acting.menu && !acting.emoji) acting.active = undefined
    })
  })
  on('contextmenu', (e) => menuAt(e, host))
  on('keydown', (e) => keys(e, box, host))
  longPress(on, host)
  return () => off.abort()
}

function menuAt(e: MouseEvent, host: GestureHost): void {
  const found = messageOf(host, e.target)
  if (!found || !host.can(found.message).size || acting.editing === found.message.id) return
  const target = e.target as Element
  // Links and files keep the browser's own menu, and so does text that was marked.
  if (target.closest('a[href],img,video,input,textarea') || !getSelection()?.isCollapsed) return
  e.preventDefault()
  if ((e as PointerEvent).pointerType === 'touch') {
    stillPressed()
    acting.sheet = found.message
  } else acting.menu = { message: found.message, anchor: pointAnchor(e.clientX, e.clientY) }
}

function longPress(
  on: <K extends keyof HTMLElementEventMap>(name: K, run: (e: HTMLElementEventMap[K]) => void) => void,
  host: GestureHost,
): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let from = { x: 0, y: 0 }
  const stop = (): void => clearTimeout(timer)
  on('pointerdown', (e) => {
    stop()
    const found = messageOf(host, e.target)
    if (e.pointerType !== 'touch' || !found || (e.target as Element).closest('input,textarea')) return
    from = { x: e.clientX, y: e.clientY }
    timer = setTimeout(() => {
      if (!host.can(found.message).size) return
      navigator.vibrate?.(8)
      stillPressed()
      acting.sheet = found.message
    }, LONG_MS)
  })
  on('pointermove', (e) => {
    if (Math.hypot(e.clientX - from.x, e.clientY - from.y) > MOVED) stop()
  })
  on('pointerup', stop)
  on('pointercancel', stop)
}

/** The finger is still down where the sheet opens: lifting it must not press what lies under it. */
function stillPressed(): void {
  const off = new AbortController()
  const block = (e: Event): void => {
    e.preventDefault()
    e.stopPropagation()
  }
  addEventListener('click', block, { capture: true, signal: off.signal })
  const lifted = (): void => void setTimeout(() => off.abort(), LONG_MS)
  addEventListener('pointerup', lifted, { once: true, signal: off.signal })
  addEventListener('pointercancel', lifted, { once: true, signal: off.signal })
  // Who presses anew has lifted it, whatever was heard of that.
  addEventListener('pointerdown', () => off.abort(), { capture: true, signal: off.signal })
}

function keys(e: KeyboardEvent, box: HTMLElement, host: GestureHost): void {
  if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey) return
  if (e.target === box) {
    if (e.key !== 'ArrowUp' && e.key !== 'ArrowDown') return
    const seen = nearest(box)
    if (seen === undefined) return
    e.preventDefault()
    return focusMessage(seen)
  }
  const found = messageOf(host, e.target)
  if (!found || acting.editing === found.message.id) return
  const { message, element } = found
  const tools = [...element.querySelectorAll<HTMLElement>('[data-tools] button')]
  const inTools = tools.indexOf(e.target as HTMLElement)
  if (e.target !== element && inTools < 0) {
    // From a link or a file inside, the way back to the message.
    if (e.key === 'Escape') {
      e.preventDefault()
      focusMessage(message.id)
    }
    return
  }
  const move = { ArrowRight: 1, ArrowLeft: -1 }[e.key]
  if (move !== undefined && tools.length) {
    e.preventDefault()
    const next = inTools + move
    if (next < 0) element.focus()
    else tools[Math.min(next, tools.length - 1)]?.focus()
    return
  }
  if (inTools >= 0 && (e.key === 'Enter' || e.key === ' ')) return
  if (run(e, message, element, box, host)) {
    e.preventDefault()
    e.stopPropagation()
  }
}

/** A key on a message; `true` when it was one of ours. */
function run(e: KeyboardEvent, message: Message, element: HTMLElement, box: HTMLElement, host: GestureHost): boolean {
  const can = host.can(message)
  switch (e.key.length === 1 ? e.key.toLowerCase() : e.key) {
    case 'ArrowUp':
      return step(box, element, -1)
    case 'ArrowDown':
      return step(box, element, 1)
    case 'Home':
      return step(box, element, -Infinity)
    case 'End':
      return step(box, element, Infinity)
    case 'Escape':
      host.leave()
      return true
    case 'Enter':
    case ' ':
    case 'ContextMenu':
    case 'F10':
      if (e.key === 'F10' && !e.shiftKey) return false
      if (can.size) acting.menu = { message, anchor: element }
      return true
    case 'r':
      if (can.has('reply')) host.quote(message)
      return true
    case 'e':
      if (can.has('edit')) acting.editing = message.id
      return true
    case 'c':
      if (can.has('copy')) void copy(message)
      return true
    case 'f':
      if (can.has('forward')) acting.forwarding = message
      return true
    case '+':
      if (can.has('react')) acting.emoji = { message, anchor: element }
      return true
    case 'Delete':
    case 'Backspace':
      if (can.has('delete')) acting.deleting = message
      return true
    default:
      return false
  }
}

function step(box: HTMLElement, from: HTMLElement, by: number): boolean {
  const all = [...box.querySelectorAll<HTMLElement>('[data-message]')]
  const at = all.indexOf(from)
  const next =
    all[Math.min(all.length - 1, Math.max(0, by === Infinity ? all.length - 1 : by === -Infinity ? 0 : at + by))]
  if (next) focusMessage(Number(next.dataset['message']))
  return true
}

/** The lowest message in sight. */
function nearest(box: HTMLElement): number | undefined {
  const end = box.getBoundingClientRect().bottom
  const all = [...box.querySelectorAll<HTMLElement>('[data-message]')]
  const seen = all.findLast((one) => one.getBoundingClientRect().top < end - 24) ?? all.at(-1)
  const id = Number(seen?.dataset['message'])
  return messageElement(id) ? id : undefined
}
