//! Which columns the list of contacts shows, remembered in this browser.
import { shownAttribute, type AttributeDefinition, type Contact } from '@guiche/core'
import { clock } from '../lib/clock.svelte.ts'
import { formats, t } from '../lib/i18n.ts'
import { session } from '../lib/session.svelte.ts'
import type { SortKey } from './book.svelte.ts'

/** A column beside the name. */
export interface Column {
  key: string
  label: string
  /** What it is ordered by, where the server can. */
  sort?: SortKey
  end?: boolean
  width?: string
  text: (c: Contact) => string
}

const STORED = 'guiche.contact-columns'
const USUAL = ['email', 'phone_number', 'company', 'last_activity_at', 'created_at']

function stored(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(STORED) ?? 'null')
    return Array.isArray(kept) ? kept.map(String) : USUAL
  } catch {
    return USUAL
  }
}

class Columns {
  keys = $state.raw<readonly string[]>(stored())
  defined = $state.raw<readonly AttributeDefinition[]>([])

  /** Asks for the account's attributes; without them the usual columns are there. */
  async load(): Promise<void> {
    const path = session.api.path('custom_attribute_definitions?attribute_model=1')
    this.defined = await session.api.http.get<AttributeDefinition[]>(path).catch(() => this.defined)
  }

  toggle(key: string): void {
    this.keys = this.keys.includes(key) ? this.keys.filter((k) => k !== key) : [...this.keys, key]
    try {
      localStorage.setItem(STORED, JSON.stringify(this.keys))
    } catch {
      // A browser that keeps nothing shows the same again next time.
    }
  }

  /** All columns there are. */
  all(): Column[] {
    const more = (c: Contact, key: string): string => {
      const value = (c.additional_attributes ?? {})[key]
      return typeof value === 'string' ? value : ''
    }
    const at = (moment: number | null | undefined): string => (moment ? formats.short(moment, clock.now) : '')
    return [
      { key: 'email', label: t('contact.email'), sort: 'email', width: '22%', text: (c) => c.email ?? '' },
      { key: 'phone_number', label: t('contact.phone'), sort: 'phone_number', width: '148px', text: (c) => (c.phone_number ? formats.phone(c.phone_number) : '') },
      { key: 'company', label: t('contact.company'), sort: 'company', text: (c) => more(c, 'company_name') },
      { key: 'job_title', label: t('contacts.job'), text: (c) => more(c, 'job_title') },
      { key: 'city', label: t('contact.city'), text: (c) => more(c, 'city') },
      { key: 'labels', label: t('contacts.labels'), text: (c) => ((c as { labels?: string[] }).labels ?? []).join(', ') },
      ...this.defined
        .filter((d) => d.attribute_model === 'contact_attribute')
        .map<Column>((d) => ({ key: `attribute:${d.attribute_key}`, label: d.attribute_display_name, text: (c) => shownAttribute(d.attribute_display_type, (c.custom_attributes ?? {})[d.attribute_key], formats.locale) })),
      { key: 'last_activity_at', label: t('contacts.last_activity'), sort: 'last_activity_at', end: true, width: '132px', text: (c) => at(c.last_activity_at) },
      { key: 'created_at', label: t('contacts.created_at'), sort: 'created_at', end: true, width: '112px', text: (c) => at(c.created_at) },
    ]
  }

  /** Those that are shown. */
  shown(): Column[] {
    return this.all().filter((c) => this.keys.includes(c.key))
  }
}

/** The columns of the list. */
export const columns = new Columns()
