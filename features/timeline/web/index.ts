//! The timeline's part of the desk: a section of the details of a conversation.
import type { DeskFeature } from '@guiche/core'

const feature: DeskFeature = {
  name: 'timeline',
  locales: {
    'pt-BR': () => import('../locales/web.pt-BR.json'),
    en: () => import('../locales/web.en.json'),
    es: () => import('../locales/web.es.json'),
  },
  conversationPanels: [{ key: 'timeline', title: 'title', load: () => import('./TimelinePanel.svelte') }],
}

export default feature
