//! Supervision's part of the desk: the live panel, and the sound of a whisper.
import type { DeskContext, DeskFeature, Message } from '@guiche/core'
import RadioTower from '@lucide/svelte/icons/radio-tower'
import { chime } from './chime.ts'

/** A colleague's note in my conversation on screen sounds once: elsewhere the notifications tell of it. */
function whispers(desk: DeskContext): () => void {
  return desk.listen(({ event, data }) => {
    if (event !== 'message.created') return
    const note = data as unknown as Message & { conversation?: { assignee_id?: number | null } }
    const mine = note.conversation?.assignee_id === desk.me.id
    const other = note.sender?.type === 'user' && note.sender.id !== desk.me.id
    if (note.private && mine && other && desk.onScreen() === note.conversation_id) chime()
  })
}

const feature: DeskFeature = {
  name: 'supervision',
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
  pages: [{ path: 'live', title: 'title', icon: RadioTower, dock: true, permission: 'supervise', load: () => import('./LivePage.svelte') }],
  background: whispers,
  commands: (desk) =>
    desk.may('supervise')
      ? [{ id: 'live', title: 'title', finds: 'finds', icon: RadioTower, run: () => desk.go('/live') }]
      : [],
}

export default feature
