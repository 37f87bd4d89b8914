//! The canned replies' part of the desk: a settings page, a list under the composer's bolt, suggestions after `/`.
import type { CannedResponse, DeskContext, DeskFeature } from '@guiche/core'
import MessageSquarePlus from '@lucide/svelte/icons/message-square-plus'
import MessageSquareText from '@lucide/svelte/icons/message-square-text'
import Zap from '@lucide/svelte/icons/zap'

const feature: DeskFeature = {
  name: 'canned',
  locales: {
    'pt-BR': () => import('../locales/web.pt-BR.json'),
    en: () => import('../locales/web.en.json'),
    es: () => import('../locales/web.es.json'),
  },
  settings: [{ path: 'canned', title: 'title', icon: MessageSquareText, load: () => import('./CannedPage.svelte') }],
  messageAction: {
    title: 'fromMessage',
    icon: MessageSquarePlus,
    applies: (message) => Boolean(message.content?.trim()) && message.content_type === 'text',
    load: () => import('./FromMessage.svelte'),
  },
  composerAction: { title: 'title', icon: Zap, load: () => import('./Picker.svelte') },
  composerSuggest: { trigger: '/', title: 'title', empty: 'noneShort', search: suggest },
}

async function suggest(desk: DeskContext, query: string) {
  const search = query ? { search: query } : {}
  const found = await desk.api.http.get<CannedResponse[]>(desk.api.path('canned_responses'), search)
  const starts = (one: CannedResponse) => (one.short_code.startsWith(query.toLowerCase()) ? 0 : 1)
  return found
    .toSorted((a, b) => starts(a) - starts(b))
    .slice(0, 12)
    .map((one) => ({ id: String(one.id), title: one.short_code, detail: one.content.replace(/\s+/g, ' '), text: one.content }))
}

export default feature
