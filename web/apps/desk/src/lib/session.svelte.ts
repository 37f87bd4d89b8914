//! Who is signed in, in which account. Everything else of the desk hangs on it.
import {
  DeskApi,
  Http,
  chooseLocale,
  wireLocale,
  type AccountMembership,
  type ApiError,
  type Bootstrap,
  type Locale,
  type Profile,
} from '@guiche/core'
import { allWords, loadLocale } from './i18n.ts'
import { prefs } from './prefs.svelte.ts'
import { router } from './router.svelte.ts'

/** `starting` until known; `failed` when the server could not be asked. */
export type SessionState = 'starting' | 'signed-out' | 'setup' | 'ready' | 'failed'

const RETRY_MS = 3000

class Session {
  readonly http = new Http('', { 'X-Guiche-Client': 'desk' })
  state = $state<SessionState>('starting')
  /** The signed-in person. Valid while `state` is `ready`. */
  me = $state.raw<Profile | undefined>(undefined)
  /** The open account. */
  account = $state.raw<AccountMembership | undefined>(undefined)
  /** The open account's routes. Valid while `state` is `ready`. */
  api = $state.raw(new DeskApi(this.http, 0))
  /** Facts for the sign-in and set-up pages. */
  bootstrap = $state.raw<Bootstrap | undefined>(undefined)
  locale = $state<Locale>('pt-BR')

  constructor() {
    this.http.onSignedOut = () => {
      if (this.state === 'ready') void this.#becomeSignedOut()
    }
  }

  get administrator(): boolean {
    return this.account?.role === 'administrator'
  }

  /** Whether the person has a permission in the open account. */
  may(permission: string): boolean {
    return this.administrator || (this.account?.permissions?.includes(permission) ?? false)
  }

  /** Asks anew what the person may do. */
  async refresh(): Promise<void> {
    const me = await this.http.get<Profile>('/api/v1/profile').catch(() => undefined)
    if (me) this.update(me)
  }

  /** Finds out who is here. Called at the start and after signing in. */
  async load(): Promise<void> {
    try {
      await this.adopt(await this.http.get<Profile>('/api/v1/profile'))
    } catch (error) {
      if ((error as ApiError).status === 401) await this.#becomeSignedOut()
      else {
        await this.useLocale(chooseLocale(remembered(), ...navigator.languages))
        this.state = 'failed'
        // A server that starts again is found without anyone pressing a button.
        setTimeout(() => void this.load(), RETRY_MS)
      }
    }
  }

  /** Takes over a profile that the server just answered. */
  async adopt(me: Profile): Promise<void> {
    this.me = me
    prefs.read(me)
    const wanted = Number(/^\/accounts\/(\d+)/.exec(router.path)?.[1])
    const account =
      me.accounts.find((a) => a.id === wanted) ?? me.accounts.find((a) => a.id === me.account_id) ?? me.accounts[0]
    this.account = account
    this.api = new DeskApi(this.http, account?.id ?? 0)
    await this.useLocale(chooseLocale(prefs.locale, me.locale, account?.locale, ...navigator.languages))
    this.state = 'ready'
  }

  /** Replaces the profile after a change of one's own, without leaving the page. */
  update(me: Profile): void {
    this.me = me
    this.account = me.accounts.find((a) => a.id === this.account?.id) ?? this.account
  }

  /** Opens another of the person's accounts. */
  openAccount(id: number): void {
    location.assign(`/app/accounts/${id}/`)
  }

  /** Changes the language of the interface. */
  async useLocale(locale: Locale): Promise<void> {
    this.http.locale = wireLocale(locale).replace('_', '-')
    await loadLocale(locale)
    // What is on screen is drawn anew in the other language: it needs its words now.
    if (this.state !== 'starting') await allWords()
    remember(locale)
    this.locale = locale
  }

  async signOut(): Promise<void> {
    await this.http.delete('/auth/sign_out').catch(() => undefined)
    await this.#becomeSignedOut()
    router.go('/sign-in', { replace: true })
  }

  async #becomeSignedOut(): Promise<void> {
    this.me = undefined
    this.account = undefined
    await this.useLocale(chooseLocale(remembered(), ...navigator.languages))
    this.bootstrap = await this.http.get<Bootstrap>('/api/v1/bootstrap').catch(() => undefined)
    this.state = this.bootstrap?.setup_needed ? 'setup' : 'signed-out'
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem('guiche.locale')
  } catch {
    return null
  }
}

function remember(locale: Locale): void {
  try {
    localStorage.setItem('guiche.locale', locale)
  } catch {
    // Private windows may refuse; the choice then lasts as long as the page.
  }
}

/** The one session of this page. */
export const session = new Session()

/** The page somebody wanted before they were asked to sign in, if it is one of ours. */
export function wantedPage(): string | undefined {
  const wanted = router.query.get('next') ?? ''
  return /^\/accounts\/\d+(\/|$)/.test(wanted) ? wanted : undefined
}

/** A path in the open account, like `/settings/labels`. */
export function inAccount(path: string): string {
  return `/accounts/${session.account?.id ?? 0}${path}`
}
