/** The form before a conversation: what is typed, what is wrong with it, what it becomes. Pure. */
import type { FormAnswers, FormField } from './types'

/** What is filled in, by the field's name. */
export type Values = Record<string, string | boolean>

const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/
const digits = (text: string): string => text.replace(/\D/g, '')

/** A Brazilian phone as it is written, while it is typed; one that begins with `+` is left as it is. */
export function phone(text: string): string {
  if (text.trimStart().startsWith('+')) return text
  const all = digits(text).slice(0, 11)
  if (all.length < 3) return all
  const cut = all.length > 10 ? 7 : 6
  return `(${all.slice(0, 2)}) ${all.slice(2, cut)}${all.length > 6 ? `-${all.slice(cut)}` : ''}`
}

/** With country: what has ten or eleven digits and no `+` is Brazilian. */
export function international(text: string): string {
  const all = digits(text)
  return text.trimStart().startsWith('+') ? `+${all}` : `+55${all}`
}

/** The key of what is wrong with a field's value; nothing where it is fine. */
export function wrong(field: FormField, value: string | boolean | undefined): string {
  const text = typeof value === 'string' ? value.trim() : ''
  if (!text && value !== true) return field.required ? 'form.required' : ''
  if (typeof value === 'boolean') return ''
  if (field.type === 'email' && !EMAIL.test(text)) return text.includes('@') ? 'form.email_end' : 'form.email_wrong'
  if (field.type === 'phone') {
    const count = digits(text).length
    return (text.startsWith('+') ? count >= 8 && count <= 15 : count === 10 || count === 11) ? '' : 'form.phone_wrong'
  }
  if (/^(number|currency|percent)$/.test(field.type) && !Number.isFinite(number(text))) return 'form.number_wrong'
  if (/^(link|url)$/.test(field.type) && !/^(https?:\/\/)?[^\s/]+\.[^\s]+$/.test(text)) return 'form.link_wrong'
  return matches(field.regex_pattern, text) ? '' : 'form.pattern_wrong'
}

/** A pattern that can't be read refuses nobody. */
function matches(pattern: string | undefined, text: string): boolean {
  if (!pattern) return true
  try {
    return new RegExp(pattern.replace(/^\/|\/[a-z]*$/g, '')).test(text.slice(0, 500))
  } catch {
    return true
  }
}

const number = (text: string): number => Number(/,\d{1,2}$/.test(text) ? text.replaceAll('.', '').replace(',', '.') : text)

/** What a value becomes on its way. */
function stored(field: FormField, value: string | boolean): unknown {
  if (typeof value === 'boolean') return value
  const text = value.trim()
  if (field.type === 'phone') return international(text)
  if (/^(number|currency|percent)$/.test(field.type)) return number(text)
  if (/^(link|url)$/.test(field.type)) return /^https?:/.test(text) ? text : `https://${text}`
  return text
}

const CONTACT: Record<string, string> = { emailAddress: 'email', fullName: 'name', phoneNumber: 'phone_number' }

/** The answers as they go with the message that starts the conversation. */
export function answers(fields: FormField[], values: Values, consent: boolean): FormAnswers {
  const contact: Record<string, unknown> = {}
  const own: Record<string, unknown> = {}
  const conversation: Record<string, unknown> = {}
  for (const field of fields) {
    const value = values[field.name]
    if (value === undefined || value === '' || (typeof value === 'string' && !value.trim())) continue
    const into = field.field_type === 'standard' ? contact : field.field_type === 'contact_attribute' ? own : conversation
    into[CONTACT[field.name] ?? field.name] = stored(field, value)
  }
  if (Object.keys(own).length) contact.custom_attributes = own
  return { contact, custom_attributes: conversation, consent }
}
