//! The website chat's part of the desk: what is asked for a new one, and its pages in an inbox's settings.
import type { DeskFeature } from '@guiche/core'

const channel: DeskFeature = {
  name: 'web_widget',
  locales: {
    'pt-BR': () => import('../locales/web.pt-BR.json'),
    en: () => import('../locales/web.en.json'),
    es: () => import('../locales/web.es.json'),
  },
  channel: {
    rank: 1,
    createFields: ['website_url', 'widget_color'],
    create: () => import('./NewPage.svelte'),
    pages: [
      { path: 'look', title: 'look', load: () => import('./LookPage.svelte') },
      { path: 'welcome', title: 'welcome', load: () => import('./WelcomePage.svelte') },
      { path: 'form', title: 'formPage', load: () => import('./FormPage.svelte') },
      { path: 'install', title: 'install', first: true, load: () => import('./InstallPage.svelte') },
    ],
  },
}

export default channel
