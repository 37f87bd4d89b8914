//! The bots' part of the desk: a settings page.
import type { DeskFeature } from '@guiche/core'
import Bot from '@lucide/svelte/icons/bot'

const feature: DeskFeature = {
  name: 'agent_bots',
  locales: {
    'pt-BR': () => import('../locales/web.pt-BR.json'),
    en: () => import('../locales/web.en.json'),
    es: () => import('../locales/web.es.json'),
  },
  settings: [{ path: 'bots', title: 'title', icon: Bot, permission: 'agent_bot_manage', group: 'integrations', load: () => import('./BotsPage.svelte') }],
}

export default feature
