import { z } from 'zod'
import type { Clock } from '../../application/ports/clock.js'
import type { FileLinkClaims, FileLinks } from '../../application/ports/file-links.js'
import { TokenExpired, Unauthenticated } from '../../domain/errors.js'
import type { AttachmentId, SessionId, UserId } from '../../domain/ids.js'
import { type JwtKey, JwtSeal } from './jwt-seal.js'

/** Seconds. */
const ttl = 600
/** Seconds by which the clocks of two nodes may differ. */
const tolerance = 30
const audience = 'parley:files'

const uuid = z.guid().regex(/^[0-9a-f-]+$/)
const seconds = z.number().int().nonnegative()
const payloadSchema = z.object({ iss: z.string(), aud: z.literal(audience), sub: uuid, sid: uuid, att: uuid, iat: seconds, exp: seconds })

/** Links as JWTs of a type and for an audience of their own: no access token is one, and none of them is an access token. */
export class JwtFileLinks implements FileLinks {
  readonly #seal: JwtSeal
  readonly #issuer: string
  readonly #clock: Clock

  constructor({ keys, issuer }: { readonly keys: readonly JwtKey[]; readonly issuer: string }, clock: Clock) {
    this.#seal = new JwtSeal(keys, 'file+jwt')
    this.#issuer = issuer
    this.#clock = clock
  }

  issue({ userId, sessionId, attachmentId }: FileLinkClaims) {
    const iat = this.#seconds()
    const exp = iat + ttl
    const payload = { iss: this.#issuer, aud: audience, sub: userId, sid: sessionId, att: attachmentId, iat, exp }
    return { link: this.#seal.sign(payload), expiresAt: new Date(exp * 1_000) }
  }

  verify(link: string) {
    const { success, data } = payloadSchema.safeParse(this.#seal.open(link))
    const now = this.#seconds()
    if (!success || data.iss !== this.#issuer || data.iat > now + tolerance || data.exp > data.iat + ttl) {
      throw new Unauthenticated('The link is not valid.')
    }
    if (data.exp <= now) throw new TokenExpired('The link has expired.')
    const { sub, sid, att, exp } = data
    return { userId: sub as UserId, sessionId: sid as SessionId, attachmentId: att as AttachmentId, expiresAt: new Date(exp * 1_000) }
  }

  #seconds(): number {
    return Math.floor(this.#clock.now().getTime() / 1_000)
  }
}
