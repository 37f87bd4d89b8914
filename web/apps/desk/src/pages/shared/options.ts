//! People as choices of a field.
import type { Agent } from '@guiche/core'
import type { Option } from '@guiche/ui'

/** Each person with their face; the e-mail tells namesakes apart. */
export function personOptions(agents: readonly Agent[]): Option[] {
  return agents.map((one) => ({
    value: String(one.id),
    label: one.name,
    hint: one.email ?? '',
    avatar: { id: one.id, name: one.name, src: one.thumbnail || one.avatar_url || null },
  }))
}
