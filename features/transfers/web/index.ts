//! The transfers' part of the desk: the dialog that hands a conversation on, and the settings of reasons.
import type { DeskFeature } from '@guiche/core'
import ArrowRightLeft from '@lucide/svelte/icons/arrow-right-left'

const feature: DeskFeature = {
  name: 'transfers',
  locales: {
    'pt-BR': () => import('../locales/web.pt-BR.json'),
    en: () => import('../locales/web.en.json'),
    es: () => import('../locales/web.es.json'),
  },
  conversationDialogs: [{ id: 'transfer', key: 't', title: 'action', icon: ArrowRightLeft, prominent: true, load: () => import('./TransferDialog.svelte') }],
  settings: [{ path: 'transfers', title: 'title', icon: ArrowRightLeft, permission: 'transfer_manage', load: () => import('./TransfersPage.svelte') }],
}

export default feature
