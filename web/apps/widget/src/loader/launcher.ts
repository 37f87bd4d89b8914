/**
 * What is drawn on the page: the launcher, the greeting and the frame's holder, closed off from the page's style and
 * without inline markup, so that a page's content policy has nothing to object to. Loaded when the page is idle.
 */
import type { Any, Card, Context, Ui } from './types'

type Kid = Node | string | false | undefined | null

/** An element with attributes; functions become listeners. */
function el(tag: string, attributes: Record<string, unknown> = {}, ...kids: Kid[]): HTMLElement {
  const svg = /^(svg|path)$/.test(tag)
  const node = (
    svg ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag)
  ) as HTMLElement
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name, value as EventListener)
    else if (value != null) node.setAttribute(name, String(value))
  }
  node.append(...(kids.filter((kid) => kid || kid === '') as (Node | string)[]))
  return node
}

const icon = (name: string, d: string) =>
  el('svg', { viewBox: '0 0 24 24', class: name, 'aria-hidden': true }, el('path', { d }))

/** What both hosts share: the page's rules end at the host, whatever it says of divs and iframes. */
const HOST = 'all:initial!important;position:fixed!important;z-index:2147483000!important;'
const SMALL = '@media(max-width:479px),(max-height:519px)'

const launcherCss = (side: string) =>
  `:host{${HOST}bottom:calc(24px + env(safe-area-inset-bottom))!important;${side}:24px!important;font:14px/22px Inter,system-ui,sans-serif!important;transition:none!important}
:host([hidden]){display:none!important}
*{box-sizing:border-box;margin:0;font:inherit;-webkit-tap-highlight-color:transparent}
button{cursor:pointer;border:0;background:0;color:inherit;padding:0}
button:focus-visible{outline:2px solid var(--t);outline-offset:2px}
svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round;display:block}
.b{display:flex;align-items:center;gap:10px;position:relative;height:56px;padding:0 15px;border-radius:28px;background:var(--f);color:var(--i);font-weight:600;box-shadow:0 0 0 1px rgb(255 255 255/.14),0 2px 6px rgb(0 0 0/.14),0 8px 20px -4px rgb(0 0 0/.28);transition:transform .12s}
.b:hover{transform:scale(1.04)}
.w{padding:0 22px 0 18px}.w svg{width:22px;height:22px}
.v,.o .m,.o .x,.x:empty{display:none}.o .v{display:block}.o.w{padding:0 15px}
.o .v,.m{animation:i .12s}
@keyframes i{from{opacity:0;transform:rotate(-45deg)}}
.n{position:absolute;top:-4px;right:-2px;min-width:22px;height:22px;padding:0 6px;border-radius:11px;background:var(--n);color:var(--d);font:600 12px/22px Inter,system-ui,sans-serif;text-align:center;box-shadow:0 0 0 2px var(--p)}
.g{position:absolute;bottom:72px;${side}:0;width:320px;max-width:calc(100vw - 32px);padding:16px;border-radius:16px;border-bottom-${side}-radius:6px;background:var(--s);color:var(--k);box-shadow:0 0 0 1px rgb(0 0 0/.05),0 8px 24px -6px rgb(0 0 0/.2);animation:g .18s cubic-bezier(.2,.8,.2,1)}
@keyframes g{from{opacity:0;transform:translateY(6px)}}
.h{display:flex;gap:12px;text-align:left;width:100%;overflow-wrap:anywhere}
.h>span{min-width:0}
.a{flex:none;width:36px;height:36px;border-radius:50%;background:var(--f);color:var(--i);font-weight:600;line-height:36px;text-align:center;object-fit:cover}
small{display:block;font-size:12px;line-height:16px;opacity:.72}
.q{display:flex;flex-wrap:wrap;gap:8px;padding-top:12px}
.q button{height:36px;padding:0 13px;border:1px solid;border-radius:18px;color:var(--t);font-size:13px;font-weight:500}
.c{position:absolute;top:-8px;right:-8px;width:24px;height:24px;border-radius:12px;background:var(--s)!important;box-shadow:0 1px 4px rgb(0 0 0/.3)}
.c:after{content:"";position:absolute;inset:-10px}
.c svg{width:14px;height:14px;margin:auto}
@media(pointer:coarse){.q button{height:44px;border-radius:22px}}
${SMALL}{:host{bottom:calc(16px + env(safe-area-inset-bottom))!important;${side}:16px!important}:host([open]){display:none!important}}
@media(prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important}}`

const holderCss = (side: string) =>
  `:host{${HOST}bottom:calc(96px + env(safe-area-inset-bottom))!important;${side}:24px!important;width:380px!important;height:min(640px,100dvh - 120px)!important;border-radius:16px!important;overflow:hidden!important;box-shadow:0 0 0 1px rgb(0 0 0/.06),0 16px 48px -8px rgb(0 0 0/.3)!important;transform-origin:bottom ${side}!important;visibility:hidden!important;opacity:0!important;transform:translateY(8px) scale(.96)!important;transition:opacity .12s,transform .12s,visibility 0s .12s!important}
:host([open]){visibility:visible!important;opacity:1!important;transform:none!important;transition:opacity .15s cubic-bezier(.2,.8,.2,1),transform .15s cubic-bezier(.2,.8,.2,1)!important}
::slotted(iframe){all:initial!important;visibility:inherit!important;display:block!important;width:100%!important;height:100%!important;border:0!important}
${SMALL}{:host{inset:0!important;width:100%!important;height:100dvh!important;border-radius:0!important}}
@media(prefers-reduced-motion:reduce){:host,:host([open]){transition:none!important}}`

/** A host with a closed-off root of its own style. */
function host(id: string, className: string, css: string, ...kids: Kid[]): HTMLElement {
  const node = el('div', { id, class: className })
  const root = node.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]
  root.append(...(kids.filter(Boolean) as Node[]))
  document.body.append(node)
  return node
}

const bubbleIcons = () => [
  icon(
    'm',
    'M2.992 16.342a2 2 0 0 1 .094 1.167l-1.065 3.29a1 1 0 0 0 1.236 1.168l3.413-.998a2 2 0 0 1 1.099.092 10 10 0 1 0-4.777-4.719',
  ),
  icon('v', 'm6 9 6 6 6-6'),
]

const GREETED = 'cw_greeted'
const night = matchMedia('(prefers-color-scheme:dark)')
/** How long a greeting that was closed stays away. */
const MONTH = 2592e6

/** Remembers the greeting once the visitor has done something about it; a page that allows no storage goes without. */
function remember(where: Storage, value: string): void {
  try {
    where.setItem(GREETED, value)
  } catch {
    // Nothing to do: `greeted` then says that it was.
  }
}

function greeted(): boolean {
  try {
    const closed = +(localStorage.getItem(GREETED) ?? 0)
    return !!sessionStorage.getItem(GREETED) || Date.now() - closed < MONTH
  } catch {
    return true
  }
}

/** The card beside the launcher: who speaks, the words, quick answers, a way to dismiss it. */
function cardOf(
  { config }: Context,
  { text, from, answers = [] }: Card,
  open: (answer?: string) => void,
  dismiss: () => void,
): HTMLElement {
  const name = from?.name.split(' ')[0] ?? config.name
  const face = from?.avatar_url
    ? el('img', { class: 'a', src: from.avatar_url, alt: '' })
    : el('span', { class: 'a', 'aria-hidden': true }, name.slice(0, 1))
  const quick = answers.slice(0, 2).map((answer) => el('button', { click: () => open(answer) }, answer))
  return el(
    'div',
    { class: 'g', role: 'status' },
    el(
      'button',
      { class: 'h', click: () => open() },
      face,
      el('span', {}, el('small', {}, from ? `${name} · ${config.name}` : name), text),
    ),
    quick[0] && el('div', { class: 'q' }, ...quick),
    el('button', { class: 'c', 'aria-label': config.words.dismiss, click: dismiss }, icon('', 'M6 6l12 12M18 6 6 18')),
  )
}

/** The colours of the theme that is wanted now, by the names the style uses. */
function shades({ api, config }: Context): Any {
  const scheme = api.darkMode || config.theme
  const dark = scheme === 'dark' || (scheme === 'auto' && night.matches)
  const [f, i, t, n, d] = config.colors[+dark]!
  return {
    f,
    i,
    t,
    n,
    d,
    ...(dark ? { p: '#16181c', s: '#202329', k: '#eceef1' } : { p: '#fff', s: '#fff', k: '#1b1e24' }),
  }
}

/** Draws on the page what `context` is about; the loader calls what it gets back. */
export function create(context: Context): Ui {
  const { api } = context
  const badge = el('span', { class: 'n', 'aria-hidden': true })
  const label = el(
    'span',
    { class: 'x' },
    (api.type === 'expanded_bubble' && api.launcherTitle) || context.config.text || '',
  )
  const warm = { pointerenter: context.load, touchstart: context.load, focus: context.load }
  const button = el(
    'button',
    { type: 'button', 'aria-haspopup': 'dialog', click: () => api.toggle(), ...warm },
    ...bubbleIcons(),
    label,
    badge,
  )
  const launcher = host('cw-bubble-holder', 'woot--bubble-holder woot-widget-bubble', launcherCss(api.position), button)
  const holder = host('cw-widget-holder', 'woot-widget-holder', holderCss(api.position), el('slot'))
  let card: HTMLElement | undefined

  const close = () => {
    card?.remove()
    card = undefined
  }

  const show = (what: Card) => {
    close()
    const open = (answer?: string) => {
      close()
      remember(sessionStorage, '1')
      api.toggle('open')
      if (answer) context.say('answer', { text: answer })
    }
    const dismiss = () => {
      close()
      remember(localStorage, `${Date.now()}`)
    }
    card = cardOf(context, what, open, dismiss)
    launcher.shadowRoot!.append(card)
  }

  const paint = () => {
    const { config, unread } = context
    const colors = shades(context)
    for (const key in colors) launcher.style.setProperty(`--${key}`, colors[key])
    const open = api.isOpen
    button.className = `b${label.textContent ? ' w' : ''}${open ? ' o' : ''}`
    badge.hidden = open || !unread
    badge.textContent = unread > 9 ? '9+' : `${unread}`
    const word = open ? 'close' : unread > 1 ? 'unread' : unread ? 'unread_one' : 'open'
    button.setAttribute('aria-label', config.words[word]!.replace('{n}', `${unread}`))
    button.setAttribute('aria-expanded', open)
    for (const node of [launcher, holder]) node.toggleAttribute('open', open)
    // What wraps Chatwoot's chat reads from this class whether it is open.
    holder.classList.toggle('woot--hide', !open)
    launcher.hidden = !!api.hideMessageBubble
    if (open) close()
  }

  greet(context, launcher, (due) => {
    show(due)
    context.unread = 1
    paint()
  })
  night.addEventListener('change', paint)
  // A page that clicks the holder itself, as pages made for Chatwoot do, opens the chat too.
  launcher.addEventListener('click', (event) => event.composedPath()[0] === launcher && api.toggle())
  paint()
  return {
    paint,
    show,
    close,
    hold: (frame) => holder.append(frame),
    focus: () => button.focus({ preventScroll: true }),
    label(text) {
      if (api.type === 'expanded_bubble') label.textContent = api.launcherTitle || text
      paint()
    },
  }
}

/** Greets someone new after a while on the page, until they act: never over an open panel, and nothing is kept. */
function greet(context: Context, launcher: HTMLElement, say: (due: Card) => void): void {
  const due = context.config.greeting
  if (!due || context.known || greeted()) return
  setTimeout(() => {
    if (context.api.isOpen || context.unread || launcher.hidden) return
    say(due)
  }, due.delay * 1000)
}

;(window as unknown as Any).chatwootSDK?.use(create)
