//! The notifications' part of the desk: the bell, its page, and how one wants to be told.
import type { DeskFeature } from '@guiche/core'
import Bell from '@lucide/svelte/icons/bell'
import { unread } from './unread.svelte.ts'

const feature: DeskFeature = {
  name: 'notifications',
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
  background: (desk) => {
    let stop: (() => void) | undefined
    let over = false
    // The list of conversations comes first.
    whenIdle(() => {
      void import('./notices.svelte.ts').then(({ notices }) => {
        if (!over) stop = notices.start(desk)
      })
    })
    return () => {
      over = true
      stop?.()
    }
  },
  headerAction: () => import('./Bell.svelte'),
  pages: [{ path: 'notifications', title: 'title', icon: Bell, load: () => import('./NoticesPage.svelte'), tab: () => unread.count }],
  settings: [{ path: 'notifications', title: 'title', icon: Bell, group: 'personal', load: () => import('./SettingsPage.svelte') }],
  commands: (desk) => [
    { id: 'open', title: 'command.open', icon: Bell, run: () => desk.go('/notifications') },
    { id: 'read_all', title: 'read_all', icon: Bell, run: () => void import('./notices.svelte.ts').then(({ notices }) => notices.readAll()) },
  ],
}

function whenIdle(run: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run)
  else setTimeout(run, 300)
}

export default feature
