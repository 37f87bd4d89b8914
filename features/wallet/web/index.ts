//! The wallet's part of the desk: whose a customer is, a choice for many, and the page of the account's wallets.
import type { DeskFeature } from '@guiche/core'
import Wallet from '@lucide/svelte/icons/wallet-minimal'

const feature: DeskFeature = {
  name: 'wallet',
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
  contactPanels: [{ key: 'owner', title: 'title', load: () => import('./Owner.svelte') }],
  contactDeeds: { title: 'title', search: 'search', icon: Wallet, permission: 'wallet_manage', load: () => import('./deeds.ts') },
  settings: [{ path: 'wallet', title: 'settings', icon: Wallet, permission: 'wallet_manage', load: () => import('./WalletPage.svelte') }],
}

export default feature
