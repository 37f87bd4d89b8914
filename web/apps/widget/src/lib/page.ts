/** What the page around can say to the chat, by Chatwoot's names. */
import { say } from './bridge'
import type { Chat } from './chat.svelte'
import type { Looks } from './looks'
import type { Theme } from './types'
import { setWords } from './words.svelte'

type Heard = Record<string, any>

const SPOKEN: Record<string, string> = { pt: 'pt-BR', en: 'en', es: 'es' }

async function setLocale(chat: Chat, tag: unknown): Promise<void> {
  const locale = SPOKEN[String(tag).slice(0, 2).toLowerCase()]
  if (!locale || locale === chat.api.locale) return
  const words = await fetch(`/widget/words/${locale}.json`)
  if (!words.ok) return
  chat.api.locale = locale
  setWords(locale, await words.json())
}

const themeOf = (mode: unknown): Theme | undefined =>
  mode === 'light' || mode === 'dark' || mode === 'auto' ? mode : undefined

function configure(chat: Chat, looks: Looks, m: Heard): void {
  looks.set(undefined, themeOf(m.darkMode))
  const { boot } = chat
  if (m.welcomeTitle) boot.welcome_title = String(m.welcomeTitle)
  if (m.welcomeDescription) boot.welcome_tagline = String(m.welcomeDescription)
  const switches: [string, string][] = [
    ['enableFileUpload', 'attachments'],
    ['enableEmojiPicker', 'emoji_picker'],
    ['enableEndConversation', 'end_conversation'],
  ]
  for (const [setting, feature] of switches) {
    if (m[setting] === false) boot.enabled_features = boot.enabled_features.filter((f) => f !== feature)
  }
  chat.set = { popout: m.showPopoutButton === true, available: m.availableMessage, away: m.unavailableMessage }
  void setLocale(chat, m.locale)
  void chat.start(typeof m.token === 'string' ? decodeURIComponent(m.token) : '')
}

/** Hears the page; what it asks for and the server refuses is told as an error, and nothing else happens. */
export function follow(chat: Chat, looks: Looks): (message: Heard & { event: string }) => void {
  const calls: Record<string, (m: Heard) => unknown> = {
    'config-set': (m) => configure(chat, looks, m),
    'toggle-open': (m) => chat.setOpen(!!m.isOpen, !!m.full),
    'change-url': (m) => (chat.page = String(m.referrerURL ?? '')),
    'set-user': async (m) => (await chat.outward()).setUser(String(m.identifier ?? ''), m.user ?? {}),
    'set-custom-attributes': async (m) => (await chat.outward()).setContact({ custom_attributes: m.customAttributes }),
    'delete-custom-attribute': async (m) => (await chat.outward()).dropContact(String(m.customAttribute)),
    'set-conversation-custom-attributes': async (m) => (await chat.outward()).setConversation(m.customAttributes ?? {}),
    'delete-conversation-custom-attribute': async (m) =>
      (await chat.outward()).dropConversation(String(m.customAttribute)),
    'set-label': async (m) => (await chat.outward()).label(String(m.label ?? ''), true),
    'remove-label': async (m) => (await chat.outward()).label(String(m.label ?? ''), false),
    'set-locale': (m) => setLocale(chat, m.locale),
    'set-color-scheme': (m) => looks.set(undefined, themeOf(m.darkMode)),
    answer: (m) => chat.begin(String(m.text)),
  }
  return (message) => {
    const call = Object.hasOwn(calls, message.event) ? calls[message.event] : undefined
    Promise.resolve(call?.(message)).catch((error: unknown) => {
      say('error', { data: { type: message.event, message: error instanceof Error ? error.message : '' } })
    })
  }
}
