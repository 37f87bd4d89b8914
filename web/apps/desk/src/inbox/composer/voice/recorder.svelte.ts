//! Records a voice: asks for the microphone, shows how loud it is, pauses, and ends with a file and its waveform.
import type { VoiceFacts } from '@guiche/core'

/** Why there is no recording, as a key of the words. */
export type VoiceTrouble = 'voice.denied' | 'voice.no_mic' | 'voice.mic_busy' | 'voice.insecure' | 'voice.unsupported'
export type VoiceState = 'asking' | 'recording' | 'paused' | 'done' | 'failed'

const KINDS = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4']
const EVERY_MS = 50
const PEAKS = 64
/** Longest recording; beyond it pauses by itself. */
export const LONGEST_S = 15 * 60

/** 64 peaks, 0 to 255, of levels of 0 to 1. */
export function peaksOf(levels: readonly number[], count = PEAKS): number[] {
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * levels.length) / count)
    const to = Math.max(from + 1, Math.floor(((i + 1) * levels.length) / count))
    const most = Math.max(0, ...levels.slice(from, to))
    return Math.min(255, Math.round(most * 255))
  })
}

/** What a refused microphone means. */
export function troubleOf(error: unknown): VoiceTrouble {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'voice.denied'
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'voice.no_mic'
  if (name === 'NotReadableError' || name === 'AbortError') return 'voice.mic_busy'
  return 'voice.unsupported'
}

export class Recorder {
  state = $state<VoiceState>('asking')
  trouble = $state<VoiceTrouble>()
  /** Seconds recorded. */
  time = $state(0)
  /** Loudness over time, 0 to 1. */
  levels = $state.raw<readonly number[]>([])
  file = $state.raw<File>()
  #stream: MediaStream | undefined
  #recorder: MediaRecorder | undefined
  #context: AudioContext | undefined
  #timer: ReturnType<typeof setInterval> | undefined
  readonly #parts: Blob[] = []
  #gone = false

  async start(): Promise<void> {
    if (!navigator.mediaDevices?.getUserMedia)
      return this.#fail(isSecureContext ? 'voice.unsupported' : 'voice.insecure')
    if (typeof MediaRecorder === 'undefined') return this.#fail('voice.unsupported')
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      })
      if (this.#gone) return this.#silence()
      const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind))
      this.#recorder = new MediaRecorder(this.#stream, { ...(mimeType && { mimeType }), audioBitsPerSecond: 32_000 })
      this.#recorder.ondataavailable = (e) => e.data.size && this.#parts.push(e.data)
      this.#recorder.onstop = () => this.#finish()
      this.#recorder.start(1000)
      this.#listen(this.#stream)
      this.state = 'recording'
    } catch (error) {
      this.#fail(troubleOf(error))
    }
  }

  #listen(stream: MediaStream): void {
    this.#context = new AudioContext()
    const analyser = this.#context.createAnalyser()
    analyser.fftSize = 1024
    this.#context.createMediaStreamSource(stream).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    let last = performance.now()
    this.#timer = setInterval(() => {
      const now = performance.now()
      const passed = (now - last) / 1000
      last = now
      if (this.state !== 'recording') return
      analyser.getFloatTimeDomainData(samples)
      let most = 0
      for (const sample of samples) most = Math.max(most, Math.abs(sample))
      this.levels = [...this.levels, Math.min(1, most * 1.6)]
      this.time += passed
      if (this.time >= LONGEST_S) this.pause()
    }, EVERY_MS)
  }

  pause(): void {
    if (this.state !== 'recording') return
    this.#recorder?.pause()
    this.state = 'paused'
  }
  resume(): void {
    if (this.state !== 'paused' || this.time >= LONGEST_S) return
    this.#recorder?.resume()
    this.state = 'recording'
  }

  /** Ends it; resolves with the file once it is whole. */
  stop(): Promise<File | undefined> {
    return new Promise((resolve) => {
      if (this.file || !this.#recorder || this.#recorder.state === 'inactive') return resolve(this.file)
      this.#recorder.addEventListener('stop', () => resolve(this.file), { once: true })
      this.#recorder.stop()
    })
  }

  /** Throws it away and gives the microphone back. */
  cancel(): void {
    this.#gone = true
    if (this.#recorder && this.#recorder.state !== 'inactive') {
      this.#recorder.onstop = null
      this.#recorder.stop()
    }
    this.#silence()
  }

  facts(): VoiceFacts {
    return { peaks: peaksOf(this.levels), duration_ms: Math.round(this.time * 1000) }
  }

  #finish(): void {
    const type = (this.#recorder?.mimeType || 'audio/webm').split(';')[0]!
    const ending = type.endsWith('mp4') ? 'm4a' : type.split('/')[1]!
    const stamp = new Date().toISOString().slice(0, 19).replace(/[-:T]/g, '')
    this.file = new File(this.#parts, `voz-${stamp}.${ending}`, { type })
    this.state = 'done'
    this.#silence()
  }

  #fail(trouble: VoiceTrouble): void {
    this.trouble = trouble
    this.state = 'failed'
    this.#silence()
  }

  #silence(): void {
    clearInterval(this.#timer)
    for (const track of this.#stream?.getTracks() ?? []) track.stop()
    void this.#context?.close().catch(() => undefined)
    this.#context = undefined
  }
}
