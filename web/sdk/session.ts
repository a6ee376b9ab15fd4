import { backoff } from './backoff.js'
import { type Grant, grant, type User } from './model.js'
import { Observable } from './observable.js'
import { ApiProblem, SessionEnded } from './problem.js'
import { type HeldToken, soleTab, type TabMessage, type Tabs } from './tabs/tabs.js'
import { nothing, type Transport } from './transport.js'

export type SessionState =
  /** Asking whether the cookie still stands for a session. `failing`: nobody answers. */
  | { readonly status: 'starting'; readonly failing: boolean }
  /** `ended`: it was not this client that signed out. */
  | { readonly status: 'signed-out'; readonly ended: boolean }
  | { readonly status: 'signed-in'; readonly user: User }

/** How the refresh token travels: in a cookie that no script sees, or, for programs that are no browser, in the bodies of calls. */
export type Carrier = 'cookie' | 'body'

export interface SessionOptions {
  readonly tabs?: Tabs
  readonly carrier?: Carrier
  readonly random?: () => number
}

const neverStalerThan = 10_000
const longestTimer = 2 ** 31 - 1
/** Another tab that has a newer token says so at once, unless the machine is busy. Milliseconds. */
const answersWithin = 500
/** What changes the cookie is done by one tab at a time. */
const cookie = 'cookie'

/**
 * A browser session: the access token is only ever here and in the other tabs, in memory; the refresh token is in a cookie that no script can
 * read. The tabs refresh once for all of them, and sign in and out together.
 */
export class Session {
  readonly state = new Observable<SessionState>({ status: 'starting', failing: false })
  readonly #transport: Transport
  readonly #tabs: Tabs
  readonly #carrier: Carrier
  readonly #random: () => number
  #token: HeldToken | null = null
  #refreshToken: string | null = null
  #renewal: Promise<string> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #failures = 0
  #unlisten: () => void = () => undefined

  constructor(transport: Transport, { tabs = soleTab(), carrier = 'cookie', random = Math.random }: SessionOptions = {}) {
    this.#transport = transport
    this.#tabs = tabs
    this.#carrier = carrier
    this.#random = random
  }

  get userId(): string | null {
    const state = this.state.get()
    return state.status === 'signed-in' ? state.user.id : null
  }

  /** From now on other tabs are heard. */
  start(): Promise<void> {
    this.#unlisten = this.#tabs.listen((message) => this.#onMessage(message))
    return this.restore()
  }

  /** Takes up the session of the cookie, if there is one. Keeps asking while nobody answers. */
  async restore(): Promise<void> {
    try {
      await this.renew()
    } catch (error) {
      if (this.state.get().status !== 'starting') return
      this.state.set({ status: 'starting', failing: true })
      this.#again(error)
    }
  }

  async login(email: string, password: string): Promise<void> {
    const body = { email, password, session: this.#carrier }
    await this.#tabs.alone(cookie, async () => {
      this.#share(await this.#transport({ method: 'POST', path: '/v1/auth/login', body, decode: grant }, null))
    })
  }

  /** @throws if the server does not answer: the cookie would still be good, so nobody is told that they are signed out. */
  async logout(): Promise<void> {
    await this.#tabs.alone(cookie, async () => {
      await this.#transport({ method: 'POST', path: '/v1/auth/logout', body: this.#proof(), decode: nothing }, this.#token?.value ?? null)
      this.hasEnded(false)
    })
  }

  /** The server ended it, at this client's own wish or not: in every tab. */
  hasEnded(ended: boolean): void {
    this.#tabs.tell({ type: 'signed-out' })
    this.#end(ended)
  }

  /** A token that is good for a while yet. */
  async token(): Promise<string> {
    return isGood(this.#token) ? this.#token.value : this.renew()
  }

  /** A new token; calls at the same time, in whatever tab, share one request. @throws SessionEnded if there is no session any more. */
  renew(): Promise<string> {
    const before = this.#token
    this.#renewal ??= this.#tabs
      .alone(cookie, () => this.#renew(before))
      .finally(() => {
        this.#renewal = null
      })
    return this.#renewal
  }

  /** A new token, unless somebody has renewed the refused one already. */
  async replace(refused: string): Promise<string> {
    return this.#token && this.#token.value !== refused ? this.#token.value : this.renew()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#unlisten()
  }

  async #renew(before: HeldToken | null): Promise<string> {
    if (this.#token !== before && isGood(this.#token)) return this.#token.value
    const told = await this.#newerElsewhere(before)
    return told ? told.value : this.#refresh()
  }

  /** A token that another tab has fetched meanwhile, or before this one was opened. */
  async #newerElsewhere(before: HeldToken | null): Promise<HeldToken | null> {
    if (!(await this.#tabs.hasCompany())) return null
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer)
        unlisten()
        resolve(this.#token !== before && isGood(this.#token) ? this.#token : null)
      }
      const timer = setTimeout(finish, answersWithin)
      const unlisten = this.#tabs.listen(({ type }) => {
        if (type === 'token') finish()
      })
      this.#tabs.tell({ type: 'token-wanted', endingAfter: before?.expiresAt ?? 0 })
    })
  }

  async #refresh(): Promise<string> {
    const before = this.state.get()
    if (before.status === 'signed-out') throw new SessionEnded()
    try {
      const answer = await this.#transport({ method: 'POST', path: '/v1/auth/refresh', body: this.#proof(), decode: grant }, null)
      if (this.state.get().status === 'signed-out') throw new SessionEnded()
      return this.#share(answer).value
    } catch (error) {
      const refused = error instanceof ApiProblem && [400, 401, 403].includes(error.status)
      if (!refused) throw error
      if (before.status === 'signed-in') this.hasEnded(true)
      else this.#end(false)
      throw new SessionEnded()
    }
  }

  #proof(): { refreshToken?: string } {
    return this.#refreshToken === null ? {} : { refreshToken: this.#refreshToken }
  }

  #share({ accessToken, expiresIn, user, refreshToken }: Grant): HeldToken {
    if (this.#carrier === 'body') this.#refreshToken = refreshToken ?? null
    const token = { value: accessToken, expiresAt: Date.now() + expiresIn * 1_000, user }
    this.#tabs.tell({ type: 'token', token })
    this.#accept(token)
    return token
  }

  #accept(token: HeldToken): void {
    this.#token = token
    this.#failures = 0
    const current = this.state.get()
    if (current.status !== 'signed-in' || current.user.id !== token.user.id) this.state.set({ status: 'signed-in', user: token.user })
    this.#schedule((token.expiresAt - Date.now()) * (0.75 + 0.1 * this.#random()))
  }

  #onMessage(message: TabMessage): void {
    if (message.type === 'token' && message.token.expiresAt > (this.#token?.expiresAt ?? 0)) this.#accept(message.token)
    if (message.type === 'token-wanted' && isGood(this.#token) && this.#token.expiresAt > message.endingAfter) {
      this.#tabs.tell({ type: 'token', token: this.#token })
    }
    if (message.type === 'signed-out' && this.state.get().status !== 'signed-out') this.#end(true)
  }

  #end(ended: boolean): void {
    this.#token = null
    this.#refreshToken = null
    clearTimeout(this.#timer)
    this.state.set({ status: 'signed-out', ended })
  }

  /** The socket lives as long as its session's newest token: renewing in time keeps it without a reconnect. */
  #schedule(delay: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(
      () => {
        this.renew().catch((error: unknown) => this.#again(error))
      },
      Math.min(delay, longestTimer),
    )
  }

  #again(error: unknown): void {
    if (error instanceof SessionEnded) return
    this.#failures += 1
    const wait = error instanceof ApiProblem && error.retryAfter !== null ? error.retryAfter * 1_000 : 0
    this.#schedule(wait + backoff(this.#failures, this.#random))
  }
}

const isGood = (token: HeldToken | null): token is HeldToken => token !== null && token.expiresAt - Date.now() > neverStalerThan
