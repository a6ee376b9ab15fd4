import { createSecretKey, type KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'

const algorithm = 'HS256'
/** No token of ours comes near; what is longer is not looked at. */
const maxTokenLength = 2_048

export interface JwtKey {
  readonly kid: string
  /** At least 32 bytes. */
  readonly secret: string
}

/** Signs JWTs of one type under one pinned algorithm, and tells them from all others: those of our other types too. */
export class JwtSeal {
  readonly #type: string
  readonly #signing: JwtKey
  readonly #keys: ReadonlyMap<string, KeyObject>

  /** The first key signs, all verify. */
  constructor(keys: readonly JwtKey[], type: string) {
    this.#type = type
    this.#keys = new Map(keys.map(({ kid, secret }) => [kid, createSecretKey(Buffer.from(secret))]))
    for (const { kid, secret } of keys) {
      if (Buffer.byteLength(secret) < 32) throw new RangeError(`The secret of JWT key ${kid} is shorter than 32 bytes.`)
    }
    const [signing] = keys
    if (signing === undefined || this.#keys.size < keys.length) throw new RangeError('JWT keys need distinct ids, and there must be one.')
    this.#signing = signing
  }

  sign(payload: object): string {
    const { kid } = this.#signing
    const header = { alg: algorithm, typ: this.#type, kid }
    return jwt.sign(payload, this.#keys.get(kid) as KeyObject, { algorithm, header })
  }

  /** The payload of what was signed here, `null` for anything else. Its times are for the caller to judge, by our own clock. */
  open(token: string): unknown {
    if (token.length > maxTokenLength) return null
    const key = this.#keyOf(token)
    if (key === undefined) return null
    try {
      return jwt.verify(token, key, { algorithms: [algorithm], ignoreExpiration: true, ignoreNotBefore: true })
    } catch {
      return null
    }
  }

  /** Only the three fields that we write: a header that brings or points at keys of its own is not ours. */
  #keyOf(token: string): KeyObject | undefined {
    const header = decodeHeader(token)
    if (typeof header !== 'object' || header === null || Object.keys(header).sort().join() !== 'alg,kid,typ') return undefined
    const { alg, kid, typ } = header as Readonly<Record<'alg' | 'kid' | 'typ', unknown>>
    return alg === algorithm && typ === this.#type && typeof kid === 'string' ? this.#keys.get(kid) : undefined
  }
}

function decodeHeader(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString())
  } catch {
    return null
  }
}
