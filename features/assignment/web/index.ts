//! Assignment's part of the desk: the page of rules and capacities; the timeline's words.
import type { DeskFeature } from '@guiche/core'
import Split from '@lucide/svelte/icons/split'

const feature: DeskFeature = {
  name: 'assignment',
  locales: {
    'pt-BR': () => import('../locales/web.pt-BR.json'),
    en: () => import('../locales/web.en.json'),
    es: () => import('../locales/web.es.json'),
  },
  settings: [
    { path: 'assignment', title: 'title', icon: Split, permission: 'assignment_manage', load: () => import('./AssignmentPage.svelte') },
  ],
}

export default feature
