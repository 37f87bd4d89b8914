//! The notes' part of the desk: a section on conversations, one on contacts.
import type { DeskFeature } from '@guiche/core'

const feature: DeskFeature = {
  name: 'notes',
  locales: {
    'pt-BR': () => import('../locales/web.pt-BR.json'),
    en: () => import('../locales/web.en.json'),
    es: () => import('../locales/web.es.json'),
  },
  conversationPanels: [{ key: 'conversation', title: 'ofConversation', load: () => import('./ConversationNotes.svelte') }],
  contactPanels: [{ key: 'contact', title: 'ofContact', load: () => import('./ContactNotes.svelte') }],
}

export default feature
