//! The dashboard apps' part of the desk: pages of the account's own systems beside a conversation.
import type { DeskFeature } from '@guiche/core'
import PanelRight from '@lucide/svelte/icons/panel-right'

const feature: DeskFeature = {
  name: 'dashboard_apps',
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
  settings: [{ path: 'apps', title: 'title', icon: PanelRight, permission: 'dashboard_app_manage', group: 'integrations', load: () => import('./AppsPage.svelte') }],
  conversationPanel: { title: 'title', load: () => import('./Panel.svelte') },
}

export default feature
