import { backoff } from './backoff.js'
import { type Grant, grant, type User } from './model.js'
import { Observable } from './observable.js'
import { ApiProblem } from './problem.js'
import { nothing, type Transport } from './transport.js'

export type SessionState =
  /** Asking whether the cookie still stands for a session. `failing`: nobody answers. */
  | { readonly status: 'starting'; readonly failing: boolean }
  /** `ended`: it was not this client that signed out. */
  | { readonly status: 'signed-out'; readonly ended: boolean }
  | { readonly status: 'signed-in'; readonly user: User }

/** Somebody signed out, or another person signed in, while a call was under way. */
export class SessionEnded extends Error {}

const neverStalerThan = 10_000
const longestTimer = 2 ** 31 - 1

/** A browser session: the access token is only ever here, in memory; the refresh token is in a cookie that no script can read. */
export class Session {
  readonly state = new Observable<SessionState>({ status: 'starting', failing: false })
  readonly #transport: Transport
  readonly #random: () => number
  #token: { readonly value: string; readonly expiresAt: number } | null = null
  #renewal: Promise<string> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #failures = 0

  constructor(transport: Transport, random: () => number = Math.random) {
    this.#transport = transport
    this.#random = random
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
    const body = { email, password, session: 'cookie' }
    this.#accept(await this.#transport({ method: 'POST', path: '/v1/auth/login', body, decode: grant }, null))
  }

  /** @throws if the server does not answer: the cookie would still be good, so nobody is told that they are signed out. */
  async logout(): Promise<void> {
    await this.#transport({ method: 'POST', path: '/v1/auth/logout', body: {}, decode: nothing }, this.#token?.value ?? null)
    this.#end(false)
  }

  /** A token that is good for a while yet. */
  async token(): Promise<string> {
    if (this.#token && this.#token.expiresAt - Date.now() > neverStalerThan) return this.#token.value
    return this.renew()
  }

  /** A new token; calls at the same time share one request. @throws SessionEnded if there is no session any more. */
  renew(): Promise<string> {
    this.#renewal ??= this.#refresh().finally(() => {
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
  }

  async #refresh(): Promise<string> {
    const before = this.state.get()
    if (before.status === 'signed-out') throw new SessionEnded()
    try {
      const answer = await this.#transport({ method: 'POST', path: '/v1/auth/refresh', body: {}, decode: grant }, null)
      if (this.state.get() !== before && before.status === 'signed-in') throw new SessionEnded()
      this.#accept(answer)
      return answer.accessToken
    } catch (error) {
      const refused = error instanceof ApiProblem && [400, 401, 403].includes(error.status)
      if (!refused) throw error
      this.#end(before.status === 'signed-in')
      throw new SessionEnded()
    }
  }

  #accept(answer: Grant): void {
    const lifetime = answer.expiresIn * 1_000
    this.#token = { value: answer.accessToken, expiresAt: Date.now() + lifetime }
    this.#failures = 0
    const current = this.state.get()
    if (current.status !== 'signed-in' || current.user.id !== answer.user.id) this.state.set({ status: 'signed-in', user: answer.user })
    this.#schedule(lifetime * (0.75 + 0.1 * this.#random()))
  }

  #end(ended: boolean): void {
    this.#token = null
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
