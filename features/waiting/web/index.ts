//! Waiting's part of the desk: a page in an inbox's settings; the timeline's words.
import type { DeskFeature } from '@guiche/core'

const feature: DeskFeature = {
  name: 'waiting',
  locales: {
    'pt-BR': () => import('../locales/web.pt-BR.json'),
    en: () => import('../locales/web.en.json'),
    es: () => import('../locales/web.es.json'),
  },
  inboxPages: [{ path: 'waiting', title: 'title', saves: true, load: () => import('./WaitingPage.svelte') }],
}

export default feature
