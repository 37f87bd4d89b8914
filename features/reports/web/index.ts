//! The reports' part of the desk: an area of its own with a tree, and everything in it when it is opened.
import type { DeskFeature } from '@guiche/core'
import ChartColumn from '@lucide/svelte/icons/chart-column'

const feature: DeskFeature = {
  name: 'reports',
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
  pages: [
    { path: 'reports', title: 'title', icon: ChartColumn, dock: true, permission: 'report_read', tree: () => import('./tree.ts'), load: () => import('./ReportsPage.svelte') },
  ],
  commands: (desk) =>
    desk.may('report_read')
      ? [{ id: 'reports', title: 'title', finds: 'finds', icon: ChartColumn, run: () => desk.go('/reports') }]
      : [],
}

export default feature
