import type { AccessClaims, AccessTokens } from '../../application/ports/access-tokens.js'
import type { Clock } from '../../application/ports/clock.js'
import { TokenExpired, Unauthenticated } from '../../domain/errors.js'
import { parseAccessClaims } from './access-claims.js'
import { type JwtKey, JwtSeal } from './jwt-seal.js'

const maxRemembered = 20_000

export interface JwtSettings {
  /** The first signs, all verify. */
  readonly keys: readonly JwtKey[]
  /** Seconds that a token lives. */
  readonly ttl: number
  readonly issuer: string
  readonly audience: string
}

/** `token` is a string of its own: those that come are parts of their requests' headers, which would be kept with them. */
interface Known {
  readonly token: string
  readonly claims: AccessClaims
}

/** Access tokens as JWTs after RFC 9068, under one pinned algorithm. */
export class JwtAccessTokens implements AccessTokens {
  readonly #clock: Clock
  readonly #settings: JwtSettings
  readonly #seal: JwtSeal
  /** Tokens whose signature was checked, least recently used first. Keys never change while the process runs. */
  readonly #known = new Map<string, Known>()

  constructor(settings: JwtSettings, clock: Clock) {
    this.#clock = clock
    this.#settings = settings
    this.#seal = new JwtSeal(settings.keys, 'at+jwt')
  }

  async issue({ userId, sessionId, generation }: Omit<AccessClaims, 'expiresAt'>, notAfter: Date) {
    const iat = this.#seconds()
    const exp = Math.min(iat + this.#settings.ttl, Math.floor(notAfter.getTime() / 1_000))
    const payload = { iss: this.#settings.issuer, aud: this.#settings.audience, sub: userId, sid: sessionId, gen: generation, iat, exp }
    return { token: this.#seal.sign(payload), expiresAt: new Date(exp * 1_000) }
  }

  async verify(token: string): Promise<AccessClaims> {
    const claims = this.#read(token)
    if (claims === null) throw new Unauthenticated()
    if (claims.expiresAt.getTime() <= this.#clock.now().getTime()) throw new TokenExpired()
    return claims
  }

  async readEvenExpired(token: string): Promise<AccessClaims | null> {
    return this.#read(token)
  }

  #read(token: string): AccessClaims | null {
    const known = this.#known.get(token)
    if (known !== undefined) {
      this.#known.delete(token)
      this.#known.set(known.token, known)
      return known.claims
    }
    // Times are judged by stricter rules than a library's.
    const claims = parseAccessClaims(this.#seal.open(token), { ...this.#settings, now: this.#seconds() })
    if (claims !== null) this.#remember(token, claims)
    return claims
  }

  #remember(token: string, claims: AccessClaims): void {
    const own = Buffer.from(token).toString()
    this.#known.set(own, { token: own, claims })
    const [oldest] = this.#known.keys()
    if (this.#known.size > maxRemembered && oldest !== undefined) this.#known.delete(oldest)
  }

  #seconds(): number {
    return Math.floor(this.#clock.now().getTime() / 1_000)
  }
}
