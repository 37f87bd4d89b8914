// The service worker: keeps the app's own files for times without a connection, and shows pushes. Answers of the API and
// customers' files are never kept. The build fills in the version and the files of the first page (see vite.config.ts).
const VERSION = '__VERSION__'
const SHELL = ['__SHELL__']
const PAGE = '/app/'

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(SHELL)))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== VERSION) await caches.delete(name)
      await self.clients.claim()
    })(),
  )
})

self.addEventListener('message', (event) => {
  if (event.data === 'update') void self.skipWaiting()
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate' && url.pathname.startsWith(PAGE)) event.respondWith(page(request))
  else if (url.pathname.startsWith('/app/assets/')) event.respondWith(asset(request))
})

/** The page comes from the server; without a connection from what was kept. */
async function page(request) {
  try {
    return await fetch(request)
  } catch {
    return (await caches.match(PAGE)) ?? Response.error()
  }
}

/** Files with a hash in their name never change. */
async function asset(request) {
  const kept = await caches.match(request)
  if (kept) return kept
  const fresh = await fetch(request)
  if (fresh.ok) {
    const cache = await caches.open(VERSION)
    await cache.put(request, fresh.clone())
  }
  return fresh
}

self.addEventListener('push', (event) => {
  const told = event.data?.json() ?? {}
  event.waitUntil(
    (async () => {
      if (told.unread) await navigator.setAppBadge?.(told.unread).catch(() => undefined)
      // Whoever looks at the desk sees it there.
      const pages = await self.clients.matchAll({ type: 'window' })
      if (pages.some((one) => one.visibilityState === 'visible' && one.focused)) return
      await self.registration.showNotification(told.title ?? 'Guichê', {
        body: told.body ?? '',
        tag: told.tag,
        renotify: Boolean(told.tag),
        lang: told.lang,
        icon: '/app/icons/icon-192.png',
        badge: '/app/icons/badge-96.png',
        data: { url: told.url ?? PAGE },
      })
    })(),
  )
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const url = event.notification.data?.url ?? PAGE
  event.waitUntil(
    (async () => {
      const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
      const open = pages.find((one) => new URL(one.url).pathname.startsWith(PAGE))
      if (!open) return self.clients.openWindow(url)
      await open.focus()
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker and its clients share one origin
      open.postMessage({ go: url })
    })(),
  )
})

// The browser has changed its subscription by itself: the server is told the new one.
self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(
    (async () => {
      const path = '/api/v1/notification_subscriptions'
      const answer = await fetch(path, { credentials: 'same-origin' })
      if (!answer.ok) return
      const { vapid_public_key } = await answer.json()
      const made = await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: vapid_public_key })
      const { endpoint, keys } = made.toJSON()
      const attributes = { endpoint, p256dh: keys.p256dh, auth: keys.auth }
      const body = { notification_subscription: { subscription_type: 'browser_push', subscription_attributes: attributes } }
      await fetch(path, {
        method: 'POST',
        credentials: 'same-origin',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      })
      if (event.oldSubscription)
        await fetch(`${path}?push_token=${encodeURIComponent(event.oldSubscription.endpoint)}`, { method: 'DELETE', credentials: 'same-origin' })
    })(),
  )
})
