//! Keys. Single keys work only outside of text and can be switched off; combinations always work.
import { prefs } from './prefs.svelte.ts'

/** A shortcut: a key as `event.key` gives it, `mod+` before it for Ctrl or Cmd. */
export type Bindings = Record<string, (event: KeyboardEvent) => unknown>

const stack: Bindings[] = []
let listening = false
let held = false

/** While held, single keys do nothing: somebody is about to write. */
export function holdKeys(on: boolean): void {
  held = on
}

/** Adds bindings until the returned function is called; the newest win. */
export function bindKeys(bindings: Bindings): () => void {
  if (!listening) {
    addEventListener('keydown', handle)
    listening = true
  }
  stack.push(bindings)
  return () => {
    const at = stack.indexOf(bindings)
    if (at >= 0) stack.splice(at, 1)
  }
}

/** Whether the event comes from where people write. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

function handle(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const mod = event.ctrlKey || event.metaKey
  const name = `${mod ? 'mod+' : ''}${event.altKey ? 'alt+' : ''}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`
  const single = !mod && !event.altKey
  if (
    single &&
    (held || (isTyping(event.target) && writes(event)) || inOverlay(event.target) || (event.key.length === 1 && !prefs.all.shortcuts))
  )
    return
  for (let i = stack.length - 1; i >= 0; i--) {
    const run = stack[i]?.[name]
    if (run) {
      // `false` means: not mine after all.
      if (run(event) === false) continue
      event.preventDefault()
      return
    }
  }
}

/** Whether the key may write something: F6 leads out of the text too. */
function writes(event: KeyboardEvent): boolean {
  return !/^F\d/.test(event.key)
}

/** Menus and dialogs have keys of their own. */
function inOverlay(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('dialog,[role=dialog],[role=menu],[role=listbox][data-popup]') !== null
  )
}
