//! Mounts a part and asks axe about it. Colours are checked in a real browser, where they exist.
import axe from 'axe-core'
import { flushSync, mount, unmount, type Component } from 'svelte'
import { afterEach } from 'vitest'

let mounted: object[] = []

afterEach(async () => {
  for (const one of mounted) await unmount(one)
  mounted = []
  document.body.replaceChildren()
})

/** Mounts a component in the page. */
export function show<Props extends Record<string, unknown>>(part: Component<Props>, props: Props): HTMLElement {
  const target = document.createElement('main')
  document.body.append(target)
  mounted.push(mount(part, { target, props }))
  flushSync()
  return target
}

/** What axe finds on the page, one line each. */
export async function findings(): Promise<string[]> {
  const { violations } = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false }, 'page-has-heading-one': { enabled: false }, 'heading-order': { enabled: false } },
  })
  return violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(' | ')}`)
}

/** Presses a key on what has the focus. */
export function press(key: string): void {
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  flushSync()
}

/** Lets timers and effects run. */
export async function settle(ms = 30): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms))
  flushSync()
}

// jsdom has neither of these; the parts only need them to exist.
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
} as unknown as typeof ResizeObserver
Element.prototype.scrollIntoView ??= () => undefined
Element.prototype.animate ??= (() => ({ finished: Promise.resolve(), cancel() {} })) as unknown as Element['animate']
Element.prototype.getAnimations ??= () => []
Element.prototype.hasPointerCapture ??= () => false
Element.prototype.releasePointerCapture ??= () => undefined
