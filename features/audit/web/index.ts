//! The audit's part of the desk: a settings page.
import type { DeskFeature } from '@guiche/core'
import ScrollText from '@lucide/svelte/icons/scroll-text'

const feature: DeskFeature = {
  name: 'audit',
  locales: {
    'pt-BR': () => import('../locales/web.pt-BR.json'),
    en: () => import('../locales/web.en.json'),
    es: () => import('../locales/web.es.json'),
  },
  pageWords: {
    'pt-BR': () => import('../locales/page.pt-BR.json'),
    en: () => import('../locales/page.en.json'),
    es: () => import('../locales/page.es.json'),
  },
  settings: [
    {
      path: 'audit',
      title: 'title',
      icon: ScrollText,
      permission: 'audit_read',
      group: 'organisation',
      load: () => import('./AuditPage.svelte'),
    },
  ],
}

export default feature
