//! The service worker from the page's side: registers it, says when a newer version waits, goes where a notice leads.
import { t } from '../lib/i18n.ts'
import { router } from '../lib/router.svelte.ts'
import { toast } from '../lib/toasts.ts'

const LOOK_MS = 60 * 60_000

/** Registers the service worker, where there can be one. */
export async function registerWorker(): Promise<void> {
  const { serviceWorker } = navigator
  if (!serviceWorker || !import.meta.env.PROD) return
  const registration = await serviceWorker.register(`${import.meta.env.BASE_URL}sw.js`, { scope: import.meta.env.BASE_URL }).catch(() => undefined)
  if (!registration) return
  if (registration.waiting && serviceWorker.controller) offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const { installing } = registration
    installing?.addEventListener('statechange', () => {
      // The first one ever is no update.
      if (installing.state === 'installed' && serviceWorker.controller) offer(installing)
    })
  })
  setInterval(() => void registration.update().catch(() => undefined), LOOK_MS)
  serviceWorker.addEventListener('message', (e: MessageEvent<unknown>) => {
    const go = (e.data as { go?: unknown } | null)?.go
    if (typeof go === 'string' && go.startsWith('/app/')) router.go(go.slice('/app'.length))
  })
}

function offer(worker: ServiceWorker): void {
  toast(t('pwa.new'), {
    action: {
      label: t('pwa.update'),
      run: () => {
        navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker and its clients share one origin
        worker.postMessage('update')
      },
    },
  })
}
