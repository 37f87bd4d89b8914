//! Files chosen for the message: each goes up at once, with its own progress, its own cancelling and its own new try.
import { ApiError, type Capabilities, type Upload, type VoiceFacts } from '@guiche/core'
import { uniqueId } from '../../lib/browser.ts'
import { t } from '../../lib/i18n.ts'
import { outFile, outUpload, type OutFile } from '../../state/local.ts'
import { uploadJob } from '../../state/uploads.ts'
import { admit } from './files.ts'

/** A chosen file. `waiting` has no connection; it goes with the message. */
export interface ChosenFile extends OutFile {
  key: string
  state: 'uploading' | 'done' | 'failed' | 'waiting'
  progress: number
  error?: string
}

export class Chosen {
  list = $state.raw<readonly ChosenFile[]>([])
  /** Told when something is there that a draft can keep, or is gone. */
  onchange: (() => void) | undefined
  #conversation = 0

  /** Shows the files of a conversation. */
  open(conversation: number, list: readonly ChosenFile[]): void {
    this.#conversation = conversation
    this.list = list
  }

  /** Takes files in; answers in words why some were not. */
  add(given: readonly File[], limits: Capabilities): string[] {
    const { files, refused } = admit(this.list, given, limits)
    for (const file of files) this.#start(file)
    return refused
  }

  /** Files that are on the server already, from a prepared text. */
  addUploads(uploads: readonly Upload[]): void {
    this.list = [...this.list, ...uploads.map(chosenUpload)]
    this.onchange?.()
  }

  /** Files given back from the outbox. */
  giveBack(files: readonly OutFile[]): void {
    for (const file of files) {
      if (file.upload) this.list = [...this.list, { ...file, key: uniqueId(), state: 'done', progress: 1 }]
      else if (file.file) this.#start(file.file, file.voice)
    }
    this.onchange?.()
  }

  remove(key: string): void {
    const one = this.list.find((f) => f.key === key)
    if (one?.state === 'uploading' && one.file) uploadJob(this.#conversation, one.file).abort()
    this.list = this.list.filter((f) => f.key !== key)
    this.onchange?.()
  }

  retry(key: string): void {
    const one = this.list.find((f) => f.key === key)
    if (!one?.file) return
    this.#change(key, { state: 'uploading', progress: 0, error: '' })
    void this.#upload(key, this.#conversation, one.file, one.voice)
  }

  /** What a draft can keep of them. */
  uploads(): Upload[] {
    return this.list.flatMap((f) => (f.upload ? [f.upload] : []))
  }

  /** Hands them over to a message. Those that still go up go on there. */
  take(): OutFile[] {
    const files = this.list
      .filter((f) => f.state !== 'failed')
      .map(({ name, type, size, file, upload, voice }) => ({
        name,
        type,
        size,
        ...(file && { file }),
        ...(upload && { upload }),
        ...(voice && { voice }),
      }))
    this.list = this.list.filter((f) => f.state === 'failed')
    return files
  }

  #start(file: File, voice?: VoiceFacts): void {
    const key = uniqueId()
    this.list = [...this.list, { ...outFile(file, voice), key, state: 'uploading', progress: 0 }]
    void this.#upload(key, this.#conversation, file, voice)
  }

  async #upload(key: string, conversation: number, file: File, voice?: VoiceFacts): Promise<void> {
    try {
      const job = uploadJob(conversation, file, voice)
      job.listen((progress) => this.#change(key, { progress }))
      const upload = await job.promise
      this.#change(key, { upload, state: 'done', progress: 1 })
      this.onchange?.()
    } catch (error) {
      if (!(error instanceof ApiError)) return
      // Without a line it waits and goes with its message.
      if (error.status === 0) this.#change(key, { state: 'waiting' })
      else
        this.#change(key, {
          state: 'failed',
          error: Object.values(error.fields)[0] || error.message || t('error.server'),
        })
    }
  }

  #change(key: string, changes: Partial<ChosenFile>): void {
    this.list = this.list.map((f) => (f.key === key ? { ...f, ...changes } : f))
  }
}

/** A file that is up as a chosen one. */
export function chosenUpload(upload: Upload): ChosenFile {
  return { ...outUpload(upload), key: upload.signed_id, state: 'done', progress: 1 }
}
