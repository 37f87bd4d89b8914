//! The attributes' part of the desk: a settings page, and the values on conversations and contacts.
import type { DeskFeature } from '@guiche/core'
import SlidersHorizontal from '@lucide/svelte/icons/sliders-horizontal'

const feature: DeskFeature = {
  name: 'attributes',
  locales: {
    'pt-BR': () => import('../locales/web.pt-BR.json'),
    en: () => import('../locales/web.en.json'),
    es: () => import('../locales/web.es.json'),
  },
  settings: [
    { path: 'attributes', title: 'title', icon: SlidersHorizontal, permission: 'attribute_manage', load: () => import('./AttributesPage.svelte') },
  ],
  conversationPanels: [{ key: 'conversation', title: 'ofConversation', load: () => import('./ConversationValues.svelte') }],
  contactPanels: [{ key: 'contact', title: 'ofContact', load: () => import('./ContactValues.svelte') }],
}

export default feature
