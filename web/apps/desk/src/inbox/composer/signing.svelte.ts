//! Whether the agent's signature goes with a reply: the account's habit, the agent's, and a switch beside the text.
import type { Capabilities } from '@guiche/core'
import { prefs } from '../../lib/prefs.svelte.ts'
import { session } from '../../lib/session.svelte.ts'

const KEY = 'sign_messages'

class Signing {
  /** Signed until it is switched again. */
  get on(): boolean {
    const own = prefs.other(KEY)
    if (typeof own === 'boolean') return own
    const settings = (session.account as { settings?: { sign_agent_name?: boolean } } | undefined)?.settings
    return settings?.sign_agent_name === true
  }

  /** Where the channel has a line for the name, or the agent has a signature of their own. */
  offered(limits: Capabilities): boolean {
    return limits.signature_line === true || Boolean(session.me?.message_signature?.trim())
  }

  toggle(): void {
    prefs.setOther(KEY, !this.on)
  }
}

/** The one switch. */
export const signing = new Signing()
