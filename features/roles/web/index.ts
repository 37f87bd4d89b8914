//! The roles' part of the desk: a settings page, and the roles that the page of people offers.
import type { DeskFeature } from '@guiche/core'
import ShieldCheck from '@lucide/svelte/icons/shield-check'
import { listRoles } from './roles.ts'

const feature: DeskFeature = {
  name: 'roles',
  locales: {
    'pt-BR': () => import('../locales/web.pt-BR.json'),
    en: () => import('../locales/web.en.json'),
    es: () => import('../locales/web.es.json'),
  },
  settings: [
    {
      path: 'roles',
      title: 'title',
      icon: ShieldCheck,
      permission: 'role_manage',
      group: 'organisation',
      load: () => import('./RolesPage.svelte'),
    },
  ],
  memberRoles: listRoles,
}

export default feature
