import { z } from 'zod'
import type { AccessClaims } from '../../application/ports/access-tokens.js'
import type { SessionId, UserId } from '../../domain/ids.js'

/** Seconds by which the clocks of two nodes may differ. */
const tolerance = 30

const seconds = z.number().int().nonnegative()
const uuid = z.guid().regex(/^[0-9a-f-]+$/)

const payloadSchema = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  sub: uuid,
  sid: uuid,
  gen: z.int().min(0),
  iat: seconds,
  nbf: seconds.optional(),
  exp: seconds,
})

interface Expected {
  readonly issuer: string
  readonly audience: string
  readonly ttl: number
  /** Seconds since 1970. */
  readonly now: number
}

/** What a payload with a good signature says, or `null` if we would never have said so. Whether it has expired is left to the caller. */
export function parseAccessClaims(payload: unknown, { issuer, audience, ttl, now }: Expected): AccessClaims | null {
  const parsed = payloadSchema.safeParse(payload)
  if (!parsed.success) return null
  const { iss, aud, sub, sid, gen, iat, nbf = iat, exp } = parsed.data
  if (iss !== issuer || ![aud].flat().includes(audience)) return null
  if (iat > now + tolerance || nbf > now + tolerance || exp > iat + ttl) return null
  return { userId: sub as UserId, sessionId: sid as SessionId, generation: gen, expiresAt: new Date(exp * 1_000) }
}
