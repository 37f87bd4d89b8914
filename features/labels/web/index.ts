//! The labels' part of the desk: a settings page, a section of the sidebar, chips on rows, a choice on conversations.
import type { Conversation, DeskFeature } from '@guiche/core'
import Tag from '@lucide/svelte/icons/tag'
import { labels } from './labels.svelte.ts'

const feature: DeskFeature = {
  name: 'labels',
  locales: {
    'pt-BR': () => import('../locales/web.pt-BR.json'),
    en: () => import('../locales/web.en.json'),
    es: () => import('../locales/web.es.json'),
  },
  settings: [{ path: 'labels', title: 'title', icon: Tag, permission: 'label_manage', load: () => import('./LabelsPage.svelte') }],
  nav: {
    title: 'title',
    param: 'labels',
    counter: 'labels',
    list: 'label',
    items: async (desk) => (await labels.load(desk)).filter((one) => one.show_on_sidebar !== false).map(navItem),
  },
  conversationBadge: () => import('./Badge.svelte'),
  contactChoices: {
    title: 'title',
    search: 'search',
    list: async (desk) => (await labels.load(desk)).map(navItem),
    current: (contact) => contact.labels ?? [],
    save: (desk, contact, values) => labels.putContact(desk, contact, values),
  },
  conversationChoices: {
    key: 'l',
    title: 'title',
    search: 'search',
    icon: Tag,
    list: async (desk) => (await labels.load(desk)).map(navItem),
    current: (conversation) => conversation.labels,
    save: (desk, conversation, values) => labels.put(desk, conversation, values),
    apply: (conversation: Conversation, values) => ({ ...conversation, labels: values }),
  },
}

function navItem(one: { title: string; color: string }) {
  return { value: one.title, label: one.title, color: labels.dot(one.color) }
}

export default feature
