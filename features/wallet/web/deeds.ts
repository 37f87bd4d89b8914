//! Giving many customers to someone.
import type { BulkChoice, DeskContext } from '@guiche/core'
import { owners } from './wallets.ts'

/** One choice for each person, and one for nobody. */
export default async function choices(desk: DeskContext): Promise<BulkChoice[]> {
  const people = (await owners(desk)).map((one) => ({
    id: `p${one.id}`,
    label: one.name,
    person: { id: one.id, name: one.name, src: one.thumbnail ?? null },
    deed: { action_name: 'set_wallet_owner', action_params: [one.id] },
    done: 'wallet.given',
  }))
  return [...people, { id: 'nobody', label: desk.t('wallet.nobody'), deed: { action_name: 'set_wallet_owner', action_params: [] }, done: 'wallet.freed' }]
}
