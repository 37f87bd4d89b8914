//! Pushes on this device: what the browser allows, and the subscription.
import type { DeskContext } from '@guiche/core'

/** How pushes stand on this device. */
export type PushState = 'unsupported' | 'denied' | 'off' | 'on'

/** Where pushes stand. */
export async function pushState(): Promise<PushState> {
  if (!('serviceWorker' in navigator) || !('PushManager' in globalThis) || typeof Notification === 'undefined') return 'unsupported'
  if (Notification.permission === 'denied') return 'denied'
  const registration = await navigator.serviceWorker.getRegistration('/app/')
  const subscription = await registration?.pushManager.getSubscription().catch(() => null)
  return subscription ? 'on' : 'off'
}

/** Asks the browser, and the server to send here. `local` means that no push service is there: notices come while a page is open. */
export async function turnOn(desk: DeskContext): Promise<PushState | 'local'> {
  const allowed = await Notification.requestPermission()
  if (allowed !== 'granted') return allowed === 'denied' ? 'denied' : 'off'
  const registration = await navigator.serviceWorker.ready
  const { vapid_public_key } = await desk.api.http.get<{ vapid_public_key: string }>('/api/v1/notification_subscriptions')
  let subscription: PushSubscription
  try {
    subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: vapid_public_key })
  } catch {
    return 'local'
  }
  const { endpoint, keys } = subscription.toJSON()
  await desk.api.http.post('/api/v1/notification_subscriptions', {
    notification_subscription: {
      subscription_type: 'browser_push',
      subscription_attributes: { endpoint, p256dh: keys?.['p256dh'], auth: keys?.['auth'] },
    },
  })
  return 'on'
}

/** No pushes to this device any more. */
export async function turnOff(desk: DeskContext): Promise<PushState> {
  const registration = await navigator.serviceWorker.getRegistration('/app/')
  const subscription = await registration?.pushManager.getSubscription()
  if (subscription) {
    await desk.api.http.delete(`/api/v1/notification_subscriptions?push_token=${encodeURIComponent(subscription.endpoint)}`).catch(() => undefined)
    await subscription.unsubscribe()
  }
  return 'off'
}
