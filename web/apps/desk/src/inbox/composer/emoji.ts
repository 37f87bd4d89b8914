//! The emoji picker with its words and data in the reader's language.
import type { Locale } from '@guiche/core'
import Picker from 'emoji-picker-element/picker'
import enData from 'emoji-picker-element-data/en/cldr/data.json?url'
import esData from 'emoji-picker-element-data/es/cldr/data.json?url'
import ptData from 'emoji-picker-element-data/pt/cldr/data.json?url'

const WORDS = {
  'pt-BR': () => import('emoji-picker-element/i18n/pt_BR'),
  en: () => import('emoji-picker-element/i18n/en'),
  es: () => import('emoji-picker-element/i18n/es'),
}
const DATA: Record<Locale, string> = { 'pt-BR': ptData, en: enData, es: esData }

/** Makes a picker. */
export async function createPicker(locale: Locale, dark: boolean): Promise<Picker> {
  const i18n = (await WORDS[locale]()).default
  const picker = new Picker({ i18n, locale: locale === 'pt-BR' ? 'pt' : locale, dataSource: DATA[locale] })
  picker.classList.add(dark ? 'dark' : 'light')
  picker.style.cssText =
    'width:100%;height:100%;--background:transparent;--border-size:0;--num-columns:8;--emoji-size:1.25rem;--input-border-radius:6px;--input-font-size:13px;--category-font-size:12px;--indicator-color:var(--accent);--button-hover-background:var(--hover);--button-active-background:var(--selected);--input-border-color:var(--line-strong);--input-font-color:var(--ink);--category-font-color:var(--ink-2);--outline-color:var(--accent);color-scheme:inherit'
  return picker
}
