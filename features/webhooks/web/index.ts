//! The webhooks' part of the desk: a settings page.
import type { DeskFeature } from '@guiche/core'
import Webhook from '@lucide/svelte/icons/webhook'

const feature: DeskFeature = {
  name: 'webhooks',
  locales: {
    'pt-BR': () => import('../locales/web.pt-BR.json'),
    en: () => import('../locales/web.en.json'),
    es: () => import('../locales/web.es.json'),
  },
  settings: [{ path: 'webhooks', title: 'title', icon: Webhook, permission: 'webhook_manage', group: 'integrations', load: () => import('./WebhooksPage.svelte') }],
}

export default feature
