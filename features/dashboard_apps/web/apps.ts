//! Apps as the API keeps them.

/** Pages of another system beside a conversation. */
export interface App {
  id: number
  title: string
  content: { type: string; url: string }[]
}

/** Whether a browser opens this address inside the desk: only encrypted ones, of another site than ours. */
export function opens(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, origin, username } = new URL(address)
  return protocol === 'https:' && origin !== location.origin && username === ''
}
