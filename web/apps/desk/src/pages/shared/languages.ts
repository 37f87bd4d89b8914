//! The languages by their own names.
import type { Locale } from '@guiche/core'

/** Each language as those who speak it write it. */
export const LANGUAGES: Record<Locale, string> = { 'pt-BR': 'Português', en: 'English', es: 'Español' }
