//! One tooltip for the whole page, shown beside whatever has the pointer or the focus. Cheap enough for lists.
import type { Attachment } from 'svelte/attachments'

/** What a tooltip says. */
export interface Tip {
  text: string
  /** Keys that do the same. */
  keys?: string | undefined
  side?: 'top' | 'bottom' | 'left' | 'right' | undefined
}

const DELAY_MS = 350
const GAP = 6

let bubble: HTMLElement | null = null
let owner: Element | null = null
let timer: ReturnType<typeof setTimeout> | undefined
let hiddenAt = 0

/** Shows `tip` while the element is hovered or focused by keyboard. The text is for sighted people: the element must have its own name. */
export function tip(given: Tip | string | null | undefined): Attachment {
  return (element) => {
    const said = typeof given === 'string' ? { text: given } : given
    if (!said?.text) return
    const enter = (event: Event) => {
      if ((event as PointerEvent).pointerType === 'touch') return
      plan(element, said)
    }
    const focus = () => {
      if (element.matches(':focus-visible') || element.querySelector(':focus-visible')) show(element, said)
    }
    const leave = () => hide(element)
    element.addEventListener('pointerenter', enter)
    element.addEventListener('pointerleave', leave)
    element.addEventListener('pointerdown', leave)
    element.addEventListener('focusin', focus)
    element.addEventListener('focusout', leave)
    return () => {
      hide(element)
      element.removeEventListener('pointerenter', enter)
      element.removeEventListener('pointerleave', leave)
      element.removeEventListener('pointerdown', leave)
      element.removeEventListener('focusin', focus)
      element.removeEventListener('focusout', leave)
    }
  }
}

function plan(element: Element, said: Tip): void {
  clearTimeout(timer)
  const delay = Date.now() - hiddenAt < 300 ? 0 : DELAY_MS
  timer = setTimeout(() => show(element, said), delay)
}

function show(element: Element, said: Tip): void {
  clearTimeout(timer)
  // What it has opened says more than its name.
  if (!element.isConnected || element.matches('[aria-expanded=true]') || element.querySelector('[aria-expanded=true]')) return
  owner = element
  bubble ??= create()
  bubble.replaceChildren(said.text, ...keyBoxes(said.keys))
  bubble.hidden = false
  place(bubble, element, said.side ?? 'bottom')
}

function hide(element: Element): void {
  clearTimeout(timer)
  if (owner !== element || !bubble) return
  bubble.hidden = true
  owner = null
  hiddenAt = Date.now()
}

function create(): HTMLElement {
  const made = document.createElement('div')
  made.className =
    'pointer-events-none fixed z-[100] flex max-w-72 items-center gap-1.5 rounded-md bg-ink px-2 py-1 text-xs font-medium text-surface shadow-pop fade-in [&[hidden]]:hidden'
  // Named controls say the same words already; reading them twice helps nobody.
  made.setAttribute('aria-hidden', 'true')
  document.body.append(made)
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && owner) hide(owner)
  })
  document.addEventListener('scroll', () => owner && hide(owner), { capture: true, passive: true })
  return made
}

function keyBoxes(keys?: string): HTMLElement[] {
  return (keys ?? '')
    .split(' ')
    .filter(Boolean)
    .map((key) => {
      const box = document.createElement('kbd')
      box.className = 'rounded bg-surface/20 px-1 font-sans text-2xs'
      box.textContent = key
      return box
    })
}

function place(box: HTMLElement, element: Element, side: NonNullable<Tip['side']>): void {
  const anchor = (element.getClientRects().length ? element : (element.firstElementChild ?? element)).getBoundingClientRect()
  const { width, height } = box.getBoundingClientRect()
  const middleX = anchor.left + anchor.width / 2 - width / 2
  const middleY = anchor.top + anchor.height / 2 - height / 2
  const below = anchor.bottom + GAP
  const above = anchor.top - GAP - height
  let [x, y] = [middleX, below + height > innerHeight ? above : below]
  if (side === 'top') y = above < 0 ? below : above
  if (side === 'right') [x, y] = [anchor.right + GAP, middleY]
  if (side === 'left') [x, y] = [anchor.left - GAP - width, middleY]
  box.style.left = `${Math.max(4, Math.min(x, innerWidth - width - 4))}px`
  box.style.top = `${Math.max(4, Math.min(y, innerHeight - height - 4))}px`
}
