//! The closing's part of the desk: the dialog that asks for what is missing, and the settings of reasons and rules.
import type { DeskFeature } from '@guiche/core'
import CircleCheck from '@lucide/svelte/icons/circle-check'
import ListChecks from '@lucide/svelte/icons/list-checks'

const feature: DeskFeature = {
  name: 'closing',
  locales: {
    'pt-BR': () => import('../locales/web.pt-BR.json'),
    en: () => import('../locales/web.en.json'),
    es: () => import('../locales/web.es.json'),
  },
  conversationDialogs: [{ id: 'close', title: 'action', icon: CircleCheck, applies: (c) => c.status !== 'resolved', load: () => import('./CloseDialog.svelte') }],
  settings: [{ path: 'closing', title: 'title', icon: ListChecks, permission: 'closing_manage', load: () => import('./ClosingPage.svelte') }],
}

export default feature
