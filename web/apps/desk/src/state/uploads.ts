//! Files going up before their message. A file is uploaded once, whoever asks: the composer while one still writes,
//! the outbox when the message is sent.
import type { Upload, VoiceFacts } from '@guiche/core'
import { session } from '../lib/session.svelte.ts'

/** An upload that runs or is done. */
export interface UploadJob {
  promise: Promise<Upload>
  /** Told how much is up, 0 to 1, now and later. */
  listen: (told: (part: number) => void) => void
  abort: () => void
}

const jobs = new WeakMap<File, UploadJob>()

/** The upload of a file; the running one if there is one. One that failed is begun again. */
export function uploadJob(conversation: number, file: File, voice?: VoiceFacts): UploadJob {
  const known = jobs.get(file)
  if (known) return known
  const abort = new AbortController()
  const listeners = new Set<(part: number) => void>()
  let done = 0
  const told = (part: number): void => {
    done = part
    for (const listener of listeners) listener(part)
  }
  const promise = session.api.thread.upload(conversation, file, told, { signal: abort.signal, ...(voice && { voice }) })
  promise.catch(() => jobs.delete(file))
  const job = {
    promise,
    listen: (listener: (part: number) => void) => {
      listeners.add(listener)
      listener(done)
    },
    abort: () => {
      jobs.delete(file)
      abort.abort()
    },
  }
  jobs.set(file, job)
  return job
}
