//! Addresses of stored files.

/**
 * A file of ours as this page reaches the server. The server writes its public address, which need not be the one
 * that the browser used; only our own origin is allowed to show pictures.
 */
export function fileUrl(url: string | null | undefined): string {
  if (!url) return ''
  try {
    const parsed = new URL(url, location.href)
    return parsed.pathname.startsWith('/files/') ? parsed.pathname + parsed.search : url
  } catch {
    return url
  }
}
