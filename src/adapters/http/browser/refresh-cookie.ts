import { Forbidden } from '../../../domain/errors.js'
import type { RequestInfo } from '../route.js'

/** The cookie that holds the refresh token of browsers: no script can read it, and it goes to the auth routes only. */
export class RefreshCookie {
  readonly #name: string
  readonly #origin: string
  readonly #attributes: string

  constructor(publicUrl: string) {
    const { protocol, origin } = new URL(publicUrl)
    const secure = protocol === 'https:'
    this.#name = secure ? '__Secure-parley_refresh' : 'parley_refresh'
    this.#origin = origin
    this.#attributes = `Path=/v1/auth; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`
  }

  /** @throws Forbidden for a call that another site may have made, or if somebody has planted a second cookie of the name */
  read(info: RequestInfo): string | null {
    const values = info.cookies.get(this.#name) ?? []
    const [value] = values
    if (value === undefined) return null
    this.requireOwnOrigin(info)
    if (values.length > 1) throw new Forbidden('There is more than one refresh cookie.')
    return value === '' ? null : value
  }

  /** @throws Forbidden unless our own pages made the call, or a client that is no browser says so with `X-Requested-By: parley` */
  requireOwnOrigin(info: RequestInfo): void {
    const site = info.header('sec-fetch-site')
    const origin = info.header('origin')
    if (site === 'same-origin' || (site === undefined && origin === this.#origin)) return
    const saysNothing = (site === undefined || site === 'none') && origin === undefined
    if (saysNothing && info.header('x-requested-by') === 'parley') return
    throw new Forbidden('Calls that use the cookie must come from the same origin.')
  }

  set(token: string, seconds: number): string {
    return `${this.#name}=${token}; Max-Age=${seconds}; ${this.#attributes}`
  }

  clear(): string {
    return `${this.#name}=; Max-Age=0; ${this.#attributes}`
  }
}
