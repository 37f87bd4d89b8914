//! The ratings' part of the desk: a section of the details, a page in an inbox's settings.
import type { DeskFeature } from '@guiche/core'

const feature: DeskFeature = {
  name: 'csat',
  locales: {
    'pt-BR': () => import('../locales/web.pt-BR.json'),
    en: () => import('../locales/web.en.json'),
    es: () => import('../locales/web.es.json'),
  },
  conversationPanel: { title: 'panel', load: () => import('./Panel.svelte') },
  inboxPages: [{ path: 'rating', title: 'title', load: () => import('./RatingPage.svelte') }],
}

export default feature
