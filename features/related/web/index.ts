//! The part of the desk about conversations that belong together: a section of the details, and the dialog that merges.
import type { DeskFeature } from '@guiche/core'
import Merge from '@lucide/svelte/icons/merge'

const feature: DeskFeature = {
  name: 'related',
  locales: {
    'pt-BR': () => import('../locales/web.pt-BR.json'),
    en: () => import('../locales/web.en.json'),
    es: () => import('../locales/web.es.json'),
  },
  conversationPanels: [{ key: 'related', title: 'title', load: () => import('./RelatedPanel.svelte') }],
  conversationDialogs: [{ id: 'merge', title: 'merge', icon: Merge, load: () => import('./MergeDialog.svelte') }],
}

export default feature
