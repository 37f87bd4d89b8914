//! The API channel's part of the desk: what is asked for a new one, and its page in an inbox's settings.
import type { DeskFeature } from '@guiche/core'

const channel: DeskFeature = {
  name: 'api_channel',
  locales: {
    'pt-BR': () => import('../locales/web.pt-BR.json'),
    en: () => import('../locales/web.en.json'),
    es: () => import('../locales/web.es.json'),
  },
  channel: {
    rank: 90,
    createFields: ['webhook_url'],
    pages: [{ path: 'connection', title: 'connection', first: true, load: () => import('./ConnectionPage.svelte') }],
  },
}

export default channel
