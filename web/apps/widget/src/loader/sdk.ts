/**
 * What a site's page loads: it waits for the page, has the launcher drawn, and makes the frame with the chat once
 * somebody wants it. Speaks Chatwoot's page API (`chatwootSDK.run`, `$chatwoot`, `chatwoot:*` events).
 *
 * A message counts only if both its origin and its window are the frame's; what is sent names the frame's origin; the
 * host comes from `run` alone. Nothing is kept before the visitor writes or the page names them.
 */
import { type Message, pack, unpack } from './protocol'
import type { Any, Config, Context, Ui } from './types'

const w = window as unknown as Any
/** Milliseconds until a frame that says nothing counts as not reachable. */
const PATIENCE = 8000
const YEAR = 31536e3

let base = ''
let origin = ''
let ui: Ui | undefined
let make: ((context: Context) => Ui) | undefined
let frame: HTMLIFrameElement | undefined
let heard = false
let waiting: string[] = []
let wanted = false
let href = ''

const tell = (name: string, detail?: unknown) => {
  w.dispatchEvent(new CustomEvent(`chatwoot:${name}`, { detail }))
}
const idle = (run: () => void) => (w.requestIdleCallback || setTimeout)(run, { timeout: 2000 })
const known = () => document.cookie.match(/(?:^|; )cw_conversation=([^;]+)/)?.[1]
const keep = (value: string, age: number) => {
  document.cookie = `cw_conversation=${value};path=/;max-age=${age};samesite=lax${api.baseDomain ? `;domain=${api.baseDomain}` : ''}${location.protocol > 'http:' ? ';secure' : ''}`
}
/** The site's choice, the page's language, the browser's: the first that the chat speaks. */
const locale = () =>
  [api.locale, !api.useBrowserLanguage && document.documentElement.lang, navigator.language].find((tag) =>
    /^(pt|en|es)([-_]|$)/.test(tag),
  ) || ''
const address = (page: string) =>
  `${base}/widget${page}?website_token=${encodeURIComponent(api.websiteToken)}&locale=${locale()}`
const place = () => ({ referrerURL: location.href, referrerHost: location.host })
/** Whether the panel is open, and is the whole screen: the frame can't see that itself. */
const sayOpen = () =>
  say('toggle-open', { isOpen: api.isOpen, full: matchMedia('(max-width:479px),(max-height:519px)').matches }, false)
const post = (text: string) => frame!.contentWindow!.postMessage(text, origin)

/** Says something to the frame; before it listens, only what must not be lost, and the frame is made for it. */
function say(event: string, data?: object, keepIt = true): void {
  const text = pack(event, data)
  if (heard) post(text)
  else if (keepIt) {
    waiting.push(text)
    idle(load)
  }
}

/** Makes the frame, hidden, once. */
function load(): void {
  if (frame || !ui) return
  frame = document.createElement('iframe')
  frame.id = 'chatwoot_live_chat_widget'
  frame.title = context.config.words.title!
  frame.allow = 'clipboard-write;fullscreen;microphone'
  frame.src = `${address('')}&origin=${encodeURIComponent(location.origin)}`
  // A frame made in advance that loaded something else than the chat is given up, so that opening makes a new one.
  const made = frame
  made.onload = () => setTimeout(() => !heard && frame === made && !api.isOpen && unload(), 2000)
  ui.hold(frame)
}

function unload(): void {
  frame?.remove()
  frame = undefined
  heard = false
}

const answers: Record<string, (message: Message & Any) => void> = {
  loaded() {
    heard = true
    // The page's own settings and methods go as they are; what can't be written as JSON stays here.
    say('config-set', { ...api, token: known(), locale: locale() })
    say('change-url', place())
    sayOpen()
    waiting.splice(0).forEach(post)
  },
  setAuthCookie: (m) => keep(encodeURIComponent(m.data?.widgetAuthToken), YEAR),
  handleNotificationDot(m) {
    context.unread = +m.unreadMessageCount || 0
    ui!.paint()
  },
  setUnreadMode(m) {
    if (api.showUnreadMessagesDialog !== false && !api.isOpen && !api.hideMessageBubble) ui!.show(m.card)
  },
  resetUnreadMode: () => ui!.close(),
  onEvent: (m) => tell(m.eventIdentifier, m.data),
  postback: (m) => tell('postback', m.data),
  error: (m) => tell('error', m.data),
  setBubbleLabel: (m) => ui!.label(m.label),
  closeWindow: () => api.toggle('close'),
  popoutChatWindow: () => api.popoutChatWindow(),
}
answers.toggleBubble = answers.closeChat = answers.closeWindow!

const need = (ok: unknown, what: string) => {
  if (!ok) throw new Error(what)
}
const attributes = (event: string) => (customAttributes: object) => {
  need(customAttributes && Object.keys(customAttributes)[0], 'Custom attributes should have atleast one key')
  say(event, { customAttributes })
}
const attribute = (event: string) => (customAttribute: string) => {
  need(customAttribute, 'Custom attribute is required')
  say(event, { customAttribute })
}

const api: Any = {
  hasLoaded: false,
  isOpen: false,
  toggle(state?: string) {
    const open = state ? state === 'open' : !api.isOpen
    wanted = open
    if (open === api.isOpen || !ui) return
    api.isOpen = open
    if (open) {
      load()
      const asked = frame
      setTimeout(() => {
        if (heard || frame !== asked) return
        unload()
        api.toggle('close')
        ui!.show({ text: context.config.words.offline! })
      }, PATIENCE)
    }
    ui.paint()
    sayOpen()
    if (open) frame!.focus()
    else ui.focus()
    tell(open ? 'opened' : 'closed')
  },
  toggleBubbleVisibility(state: string) {
    api.hideMessageBubble = state === 'hide'
    ui?.paint()
    say('sdk-set-bubble-visibility', { hideMessageBubble: api.hideMessageBubble }, false)
  },
  popoutChatWindow() {
    w.open(
      `${address('')}&cw_conversation=${known() || ''}`,
      `webwidget_session_${api.websiteToken}`,
      'width=400,height=600',
    )
  },
  setUser(identifier: string | number, user: Any) {
    need(/string|number/.test(typeof identifier), 'Identifier should be a string or a number')
    need(
      user && (user.avatar_url || user.email || user.name || user.phone_number || user.identifier_hash),
      'User object should have one of the keys [avatar_url,email,name]',
    )
    say('set-user', { identifier: `${identifier}`, user })
  },
  setCustomAttributes: attributes('set-custom-attributes'),
  deleteCustomAttribute: attribute('delete-custom-attribute'),
  setConversationCustomAttributes: attributes('set-conversation-custom-attributes'),
  deleteConversationCustomAttribute: attribute('delete-conversation-custom-attribute'),
  setLabel: (label = '') => say('set-label', { label }),
  removeLabel: (label = '') => say('remove-label', { label }),
  setLocale(tag = 'en') {
    api.locale = tag
    say('set-locale', { locale: tag }, false)
    if (ui) script('/config.js')
  },
  setColorScheme(scheme = 'light') {
    api.darkMode = scheme
    ui?.paint()
    say('set-color-scheme', { darkMode: scheme }, false)
  },
  reset() {
    api.toggle('close')
    keep('', 0)
    unload()
    waiting = []
    context.unread = 0
    api.resetTriggered = true
    ui?.paint()
  },
}

const context = { api, unread: 0, say, load } as Context

function script(path: string): void {
  const tag = document.createElement('script')
  tag.src = address(path)
  tag.onload = () => tag.remove()
  tag.onerror = () => tell('error', { type: 'unreachable' })
  document.head.append(tag)
}

/** Once both the configuration and what draws it are there. */
function begin(): void {
  const { config } = context
  if (!config || !make) return
  if (ui) {
    if (frame) frame.title = config.words.title!
    return ui.paint()
  }
  api.position = (api.position || config.position) === 'left' ? 'left' : 'right'
  context.known = !!known()
  ui = make(context)
  api.hasLoaded = true
  tell('ready')
  if (wanted) api.toggle('open')
  if (waiting[0] || context.known) idle(load)
  else if (!w.navigator.connection?.saveData) setTimeout(load, 5000)
}

function run({ websiteToken, baseUrl = '' }: { websiteToken: string; baseUrl?: string }): void {
  if (w.$chatwoot) return
  let url: URL | undefined
  try {
    url = new URL(baseUrl, location.href)
  } catch {
    // Told below.
  }
  if (!websiteToken || !/^https?:$/.test(url?.protocol || '')) return tell('error', { type: 'settings' })
  origin = url!.origin
  base = baseUrl ? (origin + url!.pathname).replace(/\/+$/, '') : origin
  w.$chatwoot = Object.assign(api, { type: 'standard' }, w.chatwootSettings, { websiteToken, baseUrl: base })
  w.addEventListener('message', (event: MessageEvent) => {
    if (event.origin !== origin || !frame || event.source !== frame.contentWindow) return
    const message = unpack(event.data)
    if (message && Object.hasOwn(answers, message.event)) answers[message.event]!(message)
  })
  href = location.href
  const look = () => {
    if (href !== location.href) {
      href = location.href
      say('change-url', place(), false)
    }
  }
  if (w.navigation) w.navigation.addEventListener('navigatesuccess', look)
  else setInterval(look, 1000)
  const start = () => idle(() => ['/config.js', '/launcher.js'].forEach(script))
  if (document.body) start()
  else addEventListener('DOMContentLoaded', start)
}

w.chatwootSDK ||= {
  run,
  configure(config: Config) {
    context.config = config
    begin()
  },
  use(factory: typeof make) {
    make = factory
    begin()
  },
}
