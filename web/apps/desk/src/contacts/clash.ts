//! Whose an address is that the server refused because somebody else has it.
import { ApiError, type Contact } from '@guiche/core'
import { session } from '../lib/session.svelte.ts'

const ADDRESSES = ['email', 'phone_number'] as const

/** Who has the address that `changes` were refused for, if the person asking may see them. */
export async function whose(problem: unknown, changes: Partial<Contact>, self: number): Promise<Contact | undefined> {
  if (!(problem instanceof ApiError)) return undefined
  const { api } = session
  for (const key of ADDRESSES) {
    const value = changes[key]
    if (!value || !problem.fields[key]) continue
    const answer = await api.http.get<{ payload: Contact[] }>(api.path(`contacts/search?q=${encodeURIComponent(value)}`)).catch(() => undefined)
    const same = (one: Contact): boolean => plain(one[key] ?? '') === plain(value)
    const found = answer?.payload.find((one) => one.id !== self && same(one)) ?? (answer?.payload.length === 1 ? answer.payload[0] : undefined)
    if (found && found.id !== self) return found
  }
  return undefined
}

/** An address without what is only writing: case, spaces, signs between digits. */
function plain(value: string): string {
  return value.includes('@') ? value.trim().toLowerCase() : value.replace(/\D/g, '')
}
