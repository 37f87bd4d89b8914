//! The account's wallets, from the server.
import type { Agent, Contact, DeskContext } from '@guiche/core'

/** Someone's customers, who stands in for them, and when they are away (epoch seconds). */
export interface PersonWallet {
  user_id: number
  contacts: number
  stand_in_id: number | null
  away_from: number | null
  away_until: number | null
}

/** The account's wallets. `strict`: a customer waits for their own. */
export interface Wallets {
  strict: boolean
  people: PersonWallet[]
}

/** Whom a contact belongs to; null for nobody. */
export function ownerOf(contact: Contact): number | null {
  return (contact as { wallet_owner_id?: number | null }).wallet_owner_id ?? null
}

/** The people who may own customers: those who have joined. */
export async function owners(desk: DeskContext): Promise<Agent[]> {
  return (await desk.api.agents()).filter((one) => one.confirmed !== false)
}

/** Gives a contact to someone, or to nobody. */
export async function give(desk: DeskContext, contact: number, user: number | null): Promise<void> {
  await desk.api.http.put(desk.api.path(`contacts/${contact}/wallet`), { user_id: user })
}

/** The first moment of a day written as `2026-03-09`, in epoch seconds; null for none. */
export function dayBegins(day: string, plus = 0): number | null {
  const [year, month, date] = day.split('-').map(Number)
  if (!year || !month || !date) return null
  return Math.floor(new Date(year, month - 1, date + plus).getTime() / 1000)
}

/** The day of a moment, as `2026-03-09`; empty for none. */
export function dayOf(secs: number | null, minus = 0): string {
  if (secs === null) return ''
  const at = new Date((secs - minus) * 1000)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
