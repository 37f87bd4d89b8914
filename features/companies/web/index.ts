//! The companies' part of the desk: their list and pages among the contacts, and a contact's company.
import type { DeskFeature } from '@guiche/core'
import Building2 from '@lucide/svelte/icons/building-2'

const feature: DeskFeature = {
  name: 'companies',
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
  pages: [{ path: 'companies', area: 'contacts', deep: true, title: 'title', icon: Building2, permission: 'contact_read', load: () => import('./Companies.svelte') }],
  contactPanels: [{ key: 'company', title: 'one', load: () => import('./ContactCompany.svelte') }],
}

export default feature
