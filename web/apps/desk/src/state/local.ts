//! What a person has written and not sent, kept in the browser by account, person and conversation: it survives a
//! reload and a lost network.
import type { Upload, VoiceFacts } from '@guiche/core'
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

/** A text that waits for its sending, in one tab of one conversation. */
export interface KeptDraft {
  text: string
  /** The message being quoted. */
  quote?: number
  /** Files that are on the server already. */
  files: Upload[]
  /** When it was last changed, milliseconds. */
  at: number
}

/** A file of a message on its way: in the browser, on the server, or both. */
export interface OutFile {
  name: string
  type: string
  size: number
  file?: File
  upload?: Upload
  voice?: VoiceFacts
}

/** A message on its way out, kept until the server has it. */
export interface Outgoing {
  echo: string
  conversation: number
  content: string
  private: boolean
  quote?: number
  files: OutFile[]
  createdAt: number
  sticker?: boolean
  /** The agent's signature goes with it. */
  signature?: boolean
}

interface Kept extends DBSchema {
  /** `unsaved` while the server does not have it. */
  drafts: { key: string; value: KeptDraft & { unsaved?: boolean } }
  outbox: { key: string; value: Outgoing & { owner: string } }
}

let opened: Promise<IDBPDatabase<Kept> | undefined> | undefined
const LONGEST_MS = 30 * 86_400_000

function database(): Promise<IDBPDatabase<Kept> | undefined> {
  opened ??= open().catch(() => undefined)
  return opened
}

/** Fails where the browser keeps nothing, as in some private windows. */
async function open(): Promise<IDBPDatabase<Kept>> {
  return await openDB<Kept>('guiche', 1, {
    upgrade(db) {
      db.createObjectStore('drafts')
      db.createObjectStore('outbox')
    },
  })
}

/** Drafts of one owner by `<conversation>/<tab>`. `owner` tells account and person apart. */
export async function readDrafts(owner: string): Promise<Map<string, KeptDraft & { unsaved?: boolean }>> {
  const db = await database()
  const out = new Map<string, KeptDraft & { unsaved?: boolean }>()
  if (!db) return out
  const range = IDBKeyRange.bound(`${owner}/`, `${owner}/\uffff`)
  const [keys, values] = await Promise.all([db.getAllKeys('drafts', range), db.getAll('drafts', range)]).catch(() => [
    [],
    [],
  ])
  for (const [i, key] of keys.entries()) {
    const kept = values[i]
    const name = key.slice(owner.length + 1)
    if (kept && name.includes('/') && Date.now() - kept.at < LONGEST_MS)
      out.set(name, { ...kept, files: kept.files ?? [] })
  }
  return out
}

/** Keeps a draft; `undefined` forgets it. */
export async function writeDraft(
  owner: string,
  name: string,
  draft: (KeptDraft & { unsaved?: boolean }) | undefined,
): Promise<void> {
  const db = await database()
  const key = `${owner}/${name}`
  if (!draft) await db?.delete('drafts', key).catch(() => undefined)
  else await db?.put('drafts', draft, key).catch(() => undefined)
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

/** A chosen file as one of a message. */
export function outFile(file: File, voice?: VoiceFacts): OutFile {
  return { name: file.name, type: file.type, size: file.size, file, ...(voice && { voice }) }
}

/** A file that is on the server already as one of a message. */
export function outUpload(upload: Upload): OutFile {
  return { name: upload.file_name, type: upload.content_type, size: upload.file_size, upload }
}
