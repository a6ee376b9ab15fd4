import { createSecretKey, type KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import type { AccessClaims, AccessTokens } from '../../application/ports/access-tokens.js'
import type { Clock } from '../../application/ports/clock.js'
import { TokenExpired, Unauthenticated } from '../../domain/errors.js'
import { parseAccessClaims } from './access-claims.js'

const algorithm = 'HS256'
const type = 'at+jwt'
/** No token of ours comes near; what is longer is not looked at. */
const maxTokenLength = 2_048
const maxRemembered = 20_000

export interface JwtKey {
  readonly kid: string
  /** At least 32 bytes. */
  readonly secret: string
}

export interface JwtSettings {
  /** The first signs, all verify. */
  readonly keys: readonly JwtKey[]
  /** Seconds that a token lives. */
  readonly ttl: number
  readonly issuer: string
  readonly audience: string
}

/** Access tokens as JWTs after RFC 9068, under one pinned algorithm. */
export class JwtAccessTokens implements AccessTokens {
  readonly #clock: Clock
  readonly #settings: JwtSettings
  readonly #keys: ReadonlyMap<string, KeyObject>
  /** Claims of tokens whose signature was checked, least recently used first. Keys never change while the process runs. */
  readonly #known = new Map<string, AccessClaims>()

  constructor(settings: JwtSettings, clock: Clock) {
    this.#clock = clock
    this.#settings = settings
    this.#keys = new Map(settings.keys.map(({ kid, secret }) => [kid, createSecretKey(Buffer.from(secret))]))
    for (const { kid, secret } of settings.keys) {
      if (Buffer.byteLength(secret) < 32) throw new RangeError(`The secret of JWT key ${kid} is shorter than 32 bytes.`)
    }
    if (this.#keys.size === 0 || this.#keys.size < settings.keys.length)
      throw new RangeError('JWT keys need distinct ids, and there must be one.')
  }

  async issue({ userId, sessionId, generation }: Omit<AccessClaims, 'expiresAt'>, notAfter: Date) {
    const [signing] = this.#settings.keys as readonly [JwtKey]
    const iat = this.#seconds()
    const exp = Math.min(iat + this.#settings.ttl, Math.floor(notAfter.getTime() / 1_000))
    const payload = { iss: this.#settings.issuer, aud: this.#settings.audience, sub: userId, sid: sessionId, gen: generation, iat, exp }
    const header = { alg: algorithm, typ: type, kid: signing.kid }
    const token = jwt.sign(payload, this.#keys.get(signing.kid) as KeyObject, { algorithm, header })
    return { token, expiresAt: new Date(exp * 1_000) }
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
      this.#known.set(token, known)
      return known
    }
    const claims = this.#check(token)
    if (claims !== null) this.#remember(token, claims)
    return claims
  }

  #check(token: string): AccessClaims | null {
    if (token.length > maxTokenLength) return null
    const header = headerOf(token)
    const key = header === null ? undefined : this.#keys.get(header.kid)
    if (key === undefined) return null
    try {
      // Times are judged by our own clock and stricter rules, in parseAccessClaims.
      const payload = jwt.verify(token, key, { algorithms: [algorithm], ignoreExpiration: true, ignoreNotBefore: true })
      return parseAccessClaims(payload, { ...this.#settings, now: this.#seconds() })
    } catch {
      return null
    }
  }

  #remember(token: string, claims: AccessClaims): void {
    this.#known.set(token, claims)
    const [oldest] = this.#known.keys()
    if (this.#known.size > maxRemembered && oldest !== undefined) this.#known.delete(oldest)
  }

  #seconds(): number {
    return Math.floor(this.#clock.now().getTime() / 1_000)
  }
}

/** Only the three fields that we write: a header that brings or points at keys of its own is not ours. */
function headerOf(token: string): { readonly kid: string } | null {
  const header: unknown = decodeHeader(token)
  if (typeof header !== 'object' || header === null || Object.keys(header).sort().join() !== 'alg,kid,typ') return null
  const { alg, kid, typ } = header as Readonly<Record<'alg' | 'kid' | 'typ', unknown>>
  return alg === algorithm && typ === type && typeof kid === 'string' ? { kid } : null
}

function decodeHeader(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString())
  } catch {
    return null
  }
}
