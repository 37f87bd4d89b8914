//! Two soft tones. Browsers let a page sound only after somebody has touched it; before that, nothing happens.

let context: AudioContext | undefined

/** Sounds once. */
export function chime(): void {
  context ??= new AudioContext()
  if (context.state !== 'running') return void context.resume()
  const start = context.currentTime + 0.01
  for (const [at, pitch] of [[0, 660], [0.12, 880]] as const) {
    const [tone, gain] = [context.createOscillator(), context.createGain()]
    tone.frequency.value = pitch
    gain.gain.setValueAtTime(0, start + at)
    gain.gain.linearRampToValueAtTime(0.08, start + at + 0.02)
    gain.gain.exponentialRampToValueAtTime(0.001, start + at + 0.3)
    tone.connect(gain).connect(context.destination)
    tone.start(start + at)
    tone.stop(start + at + 0.32)
  }
}
