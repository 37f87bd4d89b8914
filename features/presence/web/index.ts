//! Presence's part of the desk: the reasons for a break, and the page where they are set.
import type { DeskFeature } from '@guiche/core'
import CirclePause from '@lucide/svelte/icons/circle-pause'
import { reasons } from './reasons.ts'

const feature: DeskFeature = {
  name: 'presence',
  locales: {
    'pt-BR': () => import('../locales/web.pt-BR.json'),
    en: () => import('../locales/web.en.json'),
    es: () => import('../locales/web.es.json'),
  },
  settings: [
    { path: 'pauses', title: 'title', icon: CirclePause, permission: 'pause_reason_manage', load: () => import('./PausesPage.svelte') },
  ],
  pauses: { list: reasons, cache: 'pause_reason' },
}

export default feature
