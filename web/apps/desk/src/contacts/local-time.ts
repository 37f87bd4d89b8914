//! What time it is where a contact is, as far as that is known. Pure.
import type { Contact } from '@guiche/core'

/** Area codes of Brazil that don't keep Brasília's time. */
const ZONES: Record<string, string> = {
  '68': 'America/Rio_Branco',
  '92': 'America/Manaus', '97': 'America/Manaus', '95': 'America/Boa_Vista', '69': 'America/Porto_Velho',
  '65': 'America/Cuiaba', '66': 'America/Cuiaba', '67': 'America/Campo_Grande',
}

/** The contact's time zone: said by their browser, else by the area code of a Brazilian phone. */
export function zoneOf(contact: Contact): string | undefined {
  const said = contact.additional_attributes?.['timezone']
  if (typeof said === 'string' && isZone(said)) return said
  const area = /^\+55(\d{2})/.exec(contact.phone_number ?? '')?.[1]
  return area ? (ZONES[area] ?? 'America/Sao_Paulo') : undefined
}

/** The clock there, when it differs from the one here: `14:40`. */
export function timeThere(contact: Contact, now: number, locale: string, here?: string): string | undefined {
  const zone = zoneOf(contact)
  if (!zone) return undefined
  const write = (timeZone: string | undefined): string =>
    new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', ...(timeZone && { timeZone }) }).format(now * 1000)
  const there = write(zone)
  return there === write(here) ? undefined : there
}

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}
