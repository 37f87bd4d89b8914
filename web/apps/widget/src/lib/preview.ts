/**
 * The chat as a picture of itself, for the page where an inbox is set up. That page, of our own origin only, says by
 * `postMessage` how it is to look: `chatwoot-widget:` + `{"event":"preview","config":{…}}` with any of `name`,
 * `widget_color`, `theme`, `welcome_title`, `welcome_tagline`, `reply_time`, `locale`, `selected_feature_flags`,
 * `pre_chat_form_options`, `view` (`home`, `form` or `chat`), `available`, and `focus`: the setting whose place is
 * ringed. Nothing is sent anywhere.
 */
import { listen, say } from './bridge'
import type { Chat } from './chat.svelte'
import type { Looks } from './looks'
import type { Boot, Message, Person, Theme } from './types'
import { setWords } from './words.svelte'

interface Wishes {
  name?: string
  widget_color?: string
  theme?: Theme
  welcome_title?: string
  welcome_tagline?: string
  reply_time?: string
  locale?: string
  selected_feature_flags?: string[]
  view?: 'home' | 'form' | 'chat'
  pre_chat_form_options?: Boot['pre_chat_form_options']
  available?: boolean
  focus?: string
}

/** Where a setting shows. */
const PLACES: Record<string, string> = {
  widget_color: '.home .header',
  welcome_title: '.home h1',
  welcome_tagline: '.home .tagline',
  reply_time: '.home .team p',
}

const SAMPLE: Record<string, [string, string, string, string]> = {
  'pt-BR': [
    'Helena Duarte',
    'Oi! Aqui é a Helena. Em que posso ajudar?',
    'Meu pedido ainda não chegou',
    'Vou conferir agora para você.',
  ],
  en: [
    'Helen Clark',
    'Hi! This is Helen. How can I help?',
    "My order hasn't arrived yet",
    'Let me check that for you.',
  ],
  es: ['Elena Duarte', '¡Hola! Soy Elena. ¿En qué puedo ayudarte?', 'Mi pedido aún no llegó', 'Lo reviso ahora mismo.'],
}

function fill(chat: Chat, locale: string): void {
  const [name, hello, question, reply] = SAMPLE[locale] ?? SAMPLE['pt-BR']!
  const sender: Person = { id: 3, name, type: 'user' }
  const now = Math.floor(Date.now() / 1000) - 300
  const message = (id: number, content: string, message_type: 0 | 1): Message => ({
    id,
    content,
    message_type,
    created_at: now + id * 40,
    conversation_id: 1,
    sender: message_type ? sender : null,
    status: 'read',
  })
  const all = [message(1, hello, 1), message(2, question, 0), message(3, reply, 1)]
  chat.members = [sender]
  chat.messages = { 1: all }
  chat.whole = { 1: true }
  chat.conversations = [{ id: 1, status: 'open', assignee: sender, messages: [all[2]!], agent_last_seen_at: now + 999 }]
  chat.current = 1
}

/** A ring around what a setting changes; light and dark, so that it stands on every colour. */
function ringing(): (setting: string) => void {
  const ring = document.createElement('div')
  ring.style.cssText =
    'position:fixed;z-index:9;pointer-events:none;border-radius:8px;box-shadow:0 0 0 2px #fff,0 0 0 4px #2f5fd9'
  return (setting) => {
    const place = PLACES[setting] && document.querySelector(PLACES[setting])
    ring.remove()
    if (!place) return
    const { left, top, width, height } = place.getBoundingClientRect()
    // Kept inside the frame: a ring that is cut off looks broken.
    const edge = 6
    const x = Math.max(edge, left - 4)
    const y = Math.max(edge, top - 4)
    ring.style.left = `${x}px`
    ring.style.top = `${y}px`
    ring.style.width = `${Math.min(innerWidth - edge, left + width + 4) - x}px`
    ring.style.height = `${top + height + 4 - y}px`
    document.body.append(ring)
  }
}

export function preview(chat: Chat, looks: Looks): void {
  const ring = ringing()
  const people: { shown: Person[] } = { shown: [] }
  const start = (): void => {
    fill(chat, chat.api.locale)
    people.shown = chat.members
  }
  start()
  chat.out = chat.seen = () => undefined
  chat.outward = () => Promise.reject(new Error('a preview sends nothing'))
  chat.open = true
  const colours = async (colour: string): Promise<void> => {
    const answer = await fetch(`/widget/palette?color=${encodeURIComponent(colour)}`)
    if (answer.ok) looks.set((await answer.json()) as Boot['colors'], undefined)
  }
  listen((heard) => {
    if (heard.event !== 'preview' || typeof heard.config !== 'object' || !heard.config) return
    const wishes = heard.config as Wishes
    const { boot } = chat
    for (const key of ['name', 'welcome_title', 'welcome_tagline', 'reply_time'] as const) {
      if (typeof wishes[key] === 'string') boot[key] = wishes[key]
    }
    if (wishes.selected_feature_flags) boot.enabled_features = wishes.selected_feature_flags
    if (wishes.theme) looks.set(undefined, wishes.theme)
    if (wishes.widget_color) void colours(wishes.widget_color)
    if (wishes.available !== undefined) boot.closed = !wishes.available
    if (wishes.available !== undefined) chat.members = wishes.available ? people.shown : []
    if (wishes.pre_chat_form_options) {
      boot.pre_chat_form_options = wishes.pre_chat_form_options
      boot.pre_chat_form_enabled = true
    }
    // Drawn anew, so that it shows the form as it is now.
    if (wishes.view === 'form') chat.view = 'home'
    if (wishes.view) setTimeout(() => chat.go(wishes.view!, 1))
    setTimeout(() => requestAnimationFrame(() => ring(wishes.focus ?? '')), 20)
    const locale = wishes.locale
    if (locale && locale in SAMPLE && locale !== chat.api.locale) {
      void fetch(`/widget/words/${locale}.json`).then(async (words) => {
        chat.api.locale = locale
        setWords(locale, await words.json())
        start()
      })
    }
  })
  say('preview-ready')
}
