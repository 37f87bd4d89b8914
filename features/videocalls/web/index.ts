//! The video calls' part of the desk: a settings page that says where calls happen.
import type { DeskFeature } from '@guiche/core'
import Video from '@lucide/svelte/icons/video'

const feature: DeskFeature = {
  name: 'videocalls',
  locales: {
    'pt-BR': () => import('../locales/web.pt-BR.json'),
    en: () => import('../locales/web.en.json'),
    es: () => import('../locales/web.es.json'),
  },
  settings: [{ path: 'video-calls', title: 'title', icon: Video, permission: 'video_call_manage', group: 'integrations', load: () => import('./VideoCallsPage.svelte') }],
}

export default feature
