//! What a person does to a conversation: shown at once, settled by the server, undone when it was refused.
import {
  ApiError,
  type Agent,
  type Conversation,
  type ConversationChoices,
  type Priority,
  type Status,
  type Team,
} from '@guiche/core'
import { overlays } from '../inbox/overlays.svelte.ts'
import { deskContext } from '../lib/context.ts'
import { formats, t } from '../lib/i18n.ts'
import { session } from '../lib/session.svelte.ts'
import { toast, toastError } from '../lib/toasts.ts'
import { counters } from './counters.svelte.ts'
import { directory } from './directory.svelte.ts'
import { hub } from './hub.svelte.ts'

/** The signed-in person as an assignee. */
function myself(): Agent {
  const me = session.me!
  return directory.agent(me.id) ?? { id: me.id, name: me.name, thumbnail: me.avatar_url }
}

/** Shows `changes`, asks the server, and takes them back when it refuses. */
async function attempt(c: Conversation, changes: Partial<Conversation>, ask: () => Promise<unknown>): Promise<boolean> {
  const before = hub.find(c.id) ?? c
  hub.acting(c.id)
  hub.put({ ...before, ...changes })
  try {
    await ask()
    counters.touch()
    return true
  } catch (error) {
    hub.put(before)
    if (error instanceof ApiError && error.status === 409) toast(lostWords(error.extra), { kind: 'error' })
    else if (!asks(c, error)) toastError(error)
    return false
  }
}

/** Something is missing that a dialog asks for: it opens over the conversation on screen. */
function asks(c: Conversation, error: unknown): boolean {
  const ask = error instanceof ApiError ? error.extra['ask'] : undefined
  const [feature, dialog] = typeof ask === 'string' ? ask.split(':') : []
  if (!feature || !dialog || hub.thread?.number !== c.id) return false
  overlays.open = `dialog:${feature}:${dialog}`
  return true
}

/** "Rafael assumiu primeiro", from the answer of a lost race. */
export function lostWords(extra: Record<string, unknown>, keptText = false): string {
  const winner = extra['winner'] as { name?: string } | string | undefined
  const name = (typeof winner === 'string' ? winner : winner?.name) || t('claim.someone')
  return t(keptText ? 'claim.lost_kept' : 'claim.lost', { name })
}

async function setStatus(
  c: Conversation,
  status: Status,
  until: number | null | undefined,
  done: string,
): Promise<void> {
  const before = { status: c.status, until: c.snoozed_until }
  const changes = { status, snoozed_until: status === 'snoozed' ? (until ?? null) : null }
  const ok = await attempt(c, changes, () =>
    session.api.toggleStatus(c.id, status, status === 'snoozed' ? (until ?? null) : undefined),
  )
  if (!ok) return
  const undo = (): void => {
    const now = hub.find(c.id) ?? c
    void attempt(now, { status: before.status, snoozed_until: before.until }, () =>
      session.api.toggleStatus(c.id, before.status, before.status === 'snoozed' ? before.until : undefined),
    )
  }
  toast(done, { action: { label: t('action.undo'), run: undo } })
}

export function resolve(c: Conversation): Promise<void> {
  return setStatus(c, 'resolved', undefined, t('done.resolved'))
}

export function setPending(c: Conversation): Promise<void> {
  return setStatus(c, 'pending', undefined, t('done.pending'))
}

export function reopen(c: Conversation): Promise<void> {
  return setStatus(c, 'open', undefined, t('done.reopened'))
}

/** Sets aside until a moment (epoch seconds), or until the next reply (`null`). */
export function snooze(c: Conversation, until: number | null): Promise<void> {
  const done =
    until === null
      ? t('done.snoozed_reply')
      : t('done.snoozed', { when: formats.moment(until, Math.floor(Date.now() / 1000)) })
  return setStatus(c, 'snoozed', until, done)
}

/** "Assumir": opens it if needed and takes it. */
export async function claim(c: Conversation): Promise<boolean> {
  const ok = await attempt(c, { status: 'open', meta: { ...c.meta, assignee: myself() } }, () =>
    session.api.claim(c.id),
  )
  if (ok) toast(t('done.claimed'))
  return ok
}

/** Takes it from whoever has it. */
export function takeOver(c: Conversation): Promise<void> {
  return assign(c, myself())
}

export async function returnToQueue(c: Conversation): Promise<void> {
  const changes = {
    status: 'open' as const,
    queued_at: Math.floor(Date.now() / 1000),
    meta: { ...c.meta, assignee: null },
  }
  const ok = await attempt(c, changes, () => session.api.returnToQueue(c.id))
  if (ok) toast(t('done.returned'))
}

/** Gives it to a person; `null` to nobody. */
export async function assign(c: Conversation, agent: Agent | null): Promise<void> {
  const before = c.meta.assignee ?? null
  if (before?.id === agent?.id) return
  const ok = await attempt(c, { meta: { ...c.meta, assignee: agent } }, () =>
    session.api.assign(c.id, agent?.id ?? null),
  )
  if (!ok) return
  const words = agent
    ? agent.id === session.me?.id
      ? t('done.claimed')
      : t('done.transferred', { name: agent.name })
    : t('done.unassigned')
  toast(words, {
    action: {
      label: t('action.undo'),
      run: () => void assign(hub.find(c.id) ?? { ...c, meta: { ...c.meta, assignee: agent } }, before),
    },
  })
}

/** Gives it to a team; `null` to none. */
export async function assignTeam(c: Conversation, team: Team | null): Promise<void> {
  const before = c.meta.team ?? null
  if (before?.id === team?.id) return
  const ok = await attempt(c, { meta: { ...c.meta, team } }, () => session.api.assignTeam(c.id, team?.id ?? null))
  if (!ok) return
  const words = team ? t('done.transferred', { name: team.name }) : t('done.no_team')
  toast(words, {
    action: {
      label: t('action.undo'),
      run: () => void assignTeam(hub.find(c.id) ?? { ...c, meta: { ...c.meta, team } }, before),
    },
  })
}

export async function setPriority(c: Conversation, priority: Priority | null): Promise<void> {
  if ((c.priority ?? null) === priority) return
  await attempt(c, { priority }, () => session.api.setPriority(c.id, priority))
}

/** Sets a feature's values on a conversation (labels). */
export async function choose(c: Conversation, choices: ConversationChoices, values: string[]): Promise<void> {
  const before = choices.current(c)
  hub.put(choices.apply(c, values))
  try {
    const stored = await choices.save(deskContext(), c, values)
    const now = hub.find(c.id)
    if (now) hub.put(choices.apply(now, stored))
  } catch (error) {
    const now = hub.find(c.id)
    if (now) hub.put(choices.apply(now, before))
    toastError(error)
  }
}

export async function markUnread(c: Conversation): Promise<void> {
  await attempt(c, { unread_count: Math.max(1, c.unread_count) }, () => session.api.unread(c.id))
}

/** Mutes it for me, or lets it be heard again. */
export async function setMuted(c: Conversation, on: boolean): Promise<void> {
  hub.acting(c.id)
  hub.muted(c.id, on)
  const path = session.api.path(`conversations/${c.id}/my_mute`)
  try {
    await (on ? session.api.http.post(path) : session.api.http.delete(path))
    toast(on ? t('done.muted') : t('done.unmuted'), {
      action: { label: t('action.undo'), run: () => void setMuted(c, !on) },
    })
  } catch (error) {
    hub.muted(c.id, !on)
    toastError(error)
  }
}
