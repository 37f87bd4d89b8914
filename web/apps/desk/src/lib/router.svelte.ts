//! The address: paths under `/app`, without a library. `go` changes it, `router.path` follows it.

const BASE = '/app'

class Router {
  /** The path under `/app`, always with a leading slash. */
  path = $state(inside(location.pathname))
  /** The query. */
  query = $state.raw(new URLSearchParams(location.search))

  /** Asked before leaving a page; answering `false` stays. It is given a way to go on later. */
  guard: ((leave: () => void) => boolean) | undefined

  constructor() {
    addEventListener('popstate', () => this.#popped())
    document.addEventListener('click', (e) => this.#click(e))
  }

  /** Goes to a path under `/app`; `replace` leaves no entry in the history. */
  go(path: string, options: { replace?: boolean } = {}): void {
    const target = BASE + path
    if (target === location.pathname + location.search) return
    if (this.guard && !this.guard(() => this.#leave(() => this.go(path, options)))) return
    if (options.replace) history.replaceState(null, '', target)
    else history.pushState({ inside: true }, '', target)
    this.#read()
  }

  /** Back within the desk; to `fallback` when this was the first page. */
  back(fallback: string): void {
    if ((history.state as { inside?: boolean } | null)?.inside) history.back()
    else this.go(fallback, { replace: true })
  }

  /** Back or forward of the browser: it has moved already, so staying means going back to where we were. */
  #popped(): void {
    const [target, here] = [
      location.pathname + location.search,
      BASE + this.path + (this.query.size ? `?${this.query}` : ''),
    ]
    if (this.guard && target !== here && !this.guard(() => this.#leave(() => this.go(inside(target))))) {
      history.pushState({ inside: true }, '', here)
      return
    }
    this.#read()
  }

  #leave(go: () => void): void {
    this.guard = undefined
    go()
  }

  #read(): void {
    this.path = inside(location.pathname)
    this.query = new URLSearchParams(location.search)
  }

  /** Links of the desk change the address without loading the page again. */
  #click(e: MouseEvent): void {
    if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return
    const anchor = (e.target as Element | null)?.closest?.('a[href]')
    if (!(anchor instanceof HTMLAnchorElement) || anchor.target || anchor.hasAttribute('download')) return
    const url = new URL(anchor.href)
    if (url.origin !== location.origin || !(url.pathname + '/').startsWith(`${BASE}/`)) return
    e.preventDefault()
    this.go(inside(url.pathname) + url.search)
  }
}

function inside(pathname: string): string {
  const rest = pathname.startsWith(BASE) ? pathname.slice(BASE.length) : pathname
  return rest.startsWith('/') ? rest : `/${rest}`
}

/** The parts of `path` that `pattern` (`/accounts/:account/settings/*`) names; undefined when it does not match. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/').filter(Boolean)
  const given = path.split('/').filter(Boolean)
  const out: Record<string, string> = {}
  for (const [i, part] of wanted.entries()) {
    if (part === '*') {
      out['rest'] = given.slice(i).map(decodeURIComponent).join('/')
      return out
    }
    const value = given[i]
    if (value === undefined) return undefined
    if (part.startsWith(':')) out[part.slice(1)] = decodeURIComponent(value)
    else if (part !== value) return undefined
  }
  return given.length === wanted.length ? out : undefined
}

/** The one router. */
export const router = new Router()

/** The `href` of a path under `/app`. */
export function href(path: string): string {
  return BASE + path
}
