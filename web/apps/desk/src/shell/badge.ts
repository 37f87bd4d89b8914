//! How much is unread, where the page itself is not seen: the tab's icon, and the icon of the installed app.

const DOT =
  '<circle cx="25" cy="7" r="7" fill="#fff"/><circle cx="25" cy="7" r="5.5" fill="#f5a524"/></svg>'

let plain: string | undefined
let shown = false

/** Shows a dot on the tab's icon and the number on the app's, or takes them away. */
export function showBadge(unread: number): void {
  if (unread) void navigator.setAppBadge?.(unread).catch(() => undefined)
  else void navigator.clearAppBadge?.().catch(() => undefined)
  if (shown === unread > 0) return
  shown = unread > 0
  void paint(shown)
}

async function paint(dot: boolean): Promise<void> {
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]')
  if (!link) return
  const address = `${import.meta.env.BASE_URL}icon.svg`
  if (!dot) {
    link.href = address
    return
  }
  plain ??= await fetch(address).then((r) => (r.ok ? r.text() : ''), () => '')
  // It was read meanwhile, or there is nothing to draw on.
  if (shown && plain) link.href = `data:image/svg+xml,${encodeURIComponent(plain.replace('</svg>', DOT))}`
}
