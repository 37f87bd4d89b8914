//! The sound, once over all open pages, and the notice outside of the browser where no push service does it.
import type { DeskContext } from '@guiche/core'
import type { Notice } from './notices.svelte.ts'

/** Pages agree in this time on who of them sounds. */
const AGREE_MS = 120
/** While the queue waits, the sound comes back after this. */
const AGAIN_MS = 30_000

const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel('guiche.sound') : undefined
const heard = new Set<string>()
let audio: AudioContext | undefined

channel?.addEventListener('message', (e: MessageEvent<unknown>) => {
  if (typeof e.data === 'string') remember(e.data)
})
// Browsers let a page sound only after somebody has touched it.
for (const kind of ['pointerdown', 'keydown'] as const)
  addEventListener(kind, () => void context()?.resume().catch(() => undefined), { once: true, capture: true })

function context(): AudioContext | undefined {
  try {
    audio ??= new AudioContext()
  } catch {
    return undefined
  }
  return audio
}

function remember(key: string): void {
  heard.add(key)
  if (heard.size > 200) heard.delete(heard.values().next().value!)
}

/** Does `run` in one page only, whichever says so first; the visible one is quicker. */
function alone(key: string, run: () => void): void {
  if (heard.has(key)) return
  const wait = Math.random() * AGREE_MS + (document.hidden ? AGREE_MS : 0)
  setTimeout(() => {
    if (heard.has(key)) return
    remember(key)
    // A channel has no target: it reaches this origin's pages only.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    channel?.postMessage(key)
    run()
  }, wait)
}

/** Sounds once for `key`, in one of the open pages. */
export function ring(key: string): void {
  const sound = context()
  // A page that may not sound leaves it to one that may.
  if (sound?.state !== 'running') return
  alone(`ring:${key}`, () => chime(sound))
}

/** Two soft tones, a fifth apart. */
function chime(sound: AudioContext): void {
  const start = sound.currentTime + 0.01
  for (const [i, pitch] of [659.25, 987.77].entries()) {
    const [tone, gain] = [sound.createOscillator(), sound.createGain()]
    const at = start + i * 0.13
    tone.type = 'sine'
    tone.frequency.value = pitch
    gain.gain.setValueAtTime(0, at)
    gain.gain.linearRampToValueAtTime(0.14, at + 0.015)
    gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.5)
    tone.connect(gain).connect(sound.destination)
    tone.start(at)
    tone.stop(at + 0.55)
  }
}

/** Lets the person hear how it sounds. */
export async function tryOut(): Promise<void> {
  const sound = context()
  await sound?.resume()
  if (sound) chime(sound)
}

/** While somebody waits in the queue, sounds again and again, where that is wanted. */
export function watchQueue(desk: DeskContext): () => void {
  const timer = setInterval(async () => {
    if (!repeats(desk)) return
    const counts = await desk.api.counters().catch(() => undefined)
    if (counts?.queue) ring(`queue:${Math.floor(Date.now() / AGAIN_MS)}`)
  }, AGAIN_MS)
  const off = desk.listen(({ event }) => {
    if (event === 'guiche.settings') void refreshRepeats(desk)
  })
  void refreshRepeats(desk)
  return () => {
    clearInterval(timer)
    off()
  }
}

let wanted = false

/** Asks again whether the sound repeats. */
export async function refreshRepeats(desk: DeskContext): Promise<void> {
  const settings = await desk.api.http.get<{ sound_repeats: boolean }>(desk.api.path('notification_settings')).catch(() => undefined)
  wanted = settings?.sound_repeats ?? wanted
}

function repeats(desk: DeskContext): boolean {
  return wanted && desk.available()
}

/** A notice of the system's, for a page that is open but not looked at, where no push service brings one. */
export function showOutside(n: Notice): void {
  if (!document.hidden || typeof Notification === 'undefined' || Notification.permission !== 'granted') return
  void (async () => {
    const registration = await navigator.serviceWorker?.getRegistration('/app/')
    if (!registration || (await registration.pushManager?.getSubscription())) return
    alone(`show:${n.id}:${n.last_activity_at}`, () => {
      const url = location.pathname.replace(/^(\/app\/accounts\/\d+).*/, `$1/all/conversations/${n.primary_actor_id}`)
      void registration.showNotification(n.push_message_title, {
        body: n.push_message_body,
        tag: `${n.primary_actor.account_id}-${n.primary_actor_id}`,
        icon: '/app/icons/icon-192.png',
        badge: '/app/icons/badge-96.png',
        data: { url },
      })
    })
  })()
}
