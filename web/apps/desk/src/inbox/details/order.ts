//! The order of the details' sections, as a person has arranged them. Pure.

/** `ids` in the order kept; those that came since stand where they would by themselves. */
export function arranged(ids: readonly string[], kept: readonly string[]): string[] {
  const out = kept.filter((id) => ids.includes(id))
  for (const [at, id] of ids.entries()) {
    if (out.includes(id)) continue
    // After the nearest one before it that is placed already.
    const before = ids.slice(0, at).reverse().find((one) => out.includes(one))
    out.splice(before === undefined ? 0 : out.indexOf(before) + 1, 0, id)
  }
  return out
}

/** One place up or down among those shown. */
export function stepped(order: readonly string[], id: string, by: -1 | 1): string[] {
  const at = order.indexOf(id)
  const to = at + by
  if (at < 0 || to < 0 || to >= order.length) return [...order]
  const out = order.filter((one) => one !== id)
  out.splice(to, 0, id)
  return out
}

/** `id` put in the place of `target`. */
export function placed(order: readonly string[], id: string, target: string): string[] {
  const to = order.indexOf(target)
  if (to < 0 || id === target || !order.includes(id)) return [...order]
  const out = order.filter((one) => one !== id)
  out.splice(to, 0, id)
  return out
}
