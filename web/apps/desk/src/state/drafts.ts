//! What a person has written and not sent: kept in the browser by account, person and conversation.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

/** Text that waits for its sending. */
export interface Draft {
  text: string
  private: boolean
  /** The message being quoted. */
  quote?: number
}

/** A message on its way out, kept until the server has it. */
export interface Outgoing {
  echo: string
  conversation: number
  content: string
  private: boolean
  quote?: number
  files: File[]
  createdAt: number
  mentions?: number[]
}

interface Kept extends DBSchema {
  drafts: { key: string; value: Draft & { at: number } }
  outbox: { key: string; value: Outgoing & { owner: string } }
}

let opened: Promise<IDBPDatabase<Kept> | undefined> | undefined
const LONGEST_MS = 30 * 86_400_000

function database(): Promise<IDBPDatabase<Kept> | undefined> {
  opened ??= openDB<Kept>('guiche', 1, {
    upgrade(db) {
      db.createObjectStore('drafts')
      db.createObjectStore('outbox')
    },
  }).catch(() => undefined)
  return opened
}

/** The draft of a conversation. `owner` tells account and person apart. */
export async function readDraft(owner: string, conversation: number): Promise<Draft | undefined> {
  const db = await database()
  const kept = await db?.get('drafts', `${owner}/${conversation}`).catch(() => undefined)
  return kept && Date.now() - kept.at < LONGEST_MS ? kept : undefined
}

/** Keeps a draft; an empty one is forgotten. */
export async function writeDraft(owner: string, conversation: number, draft: Draft): Promise<void> {
  const db = await database()
  const key = `${owner}/${conversation}`
  if (!draft.text.trim() && !draft.quote) await db?.delete('drafts', key).catch(() => undefined)
  else await db?.put('drafts', { ...draft, at: Date.now() }, key).catch(() => undefined)
}

/** Keeps a message until {@link forgetOutgoing}. */
export async function keepOutgoing(owner: string, message: Outgoing): Promise<void> {
  const db = await database()
  await db?.put('outbox', { ...message, owner }, message.echo).catch(() => undefined)
}

export async function forgetOutgoing(echo: string): Promise<void> {
  const db = await database()
  await db?.delete('outbox', echo).catch(() => undefined)
}

/** What was left unsent when the page was closed, oldest first. */
export async function readOutgoing(owner: string): Promise<Outgoing[]> {
  const db = await database()
  const all = (await db?.getAll('outbox').catch(() => undefined)) ?? []
  return all.filter((m) => m.owner === owner).sort((a, b) => a.createdAt - b.createdAt)
}
