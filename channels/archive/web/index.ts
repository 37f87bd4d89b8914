//! The archive's part of the desk: its words.
import type { DeskFeature } from '@guiche/core'

const channel: DeskFeature = {
  name: 'archive',
  locales: {
    'pt-BR': () => import('../locales/web.pt-BR.json'),
    en: () => import('../locales/web.en.json'),
    es: () => import('../locales/web.es.json'),
  },
  channel: { rank: 99, createFields: [], pages: [] },
}

export default channel
