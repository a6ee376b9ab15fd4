import type { SessionId, UserId } from './ids.js'

/**
 * A sign-in on one device. Its refresh tokens are a chain: each generation's secret is derived from the one before under `refreshKey`,
 * so that a repeated refresh has the same outcome, and an old secret can be told from an invented one by rolling it forward.
 */
export interface Session {
  readonly id: SessionId
  readonly accountId: UserId
  readonly device: string | null
  readonly ip: string | null
  readonly createdAt: Date
  readonly lastUsedAt: Date
  /** The absolute end, never extended. */
  readonly expiresAt: Date
  /** When the newest access token handed out for it expires. */
  readonly accessExpiresAt: Date
  readonly refreshKey: string
  /** Hash of the newest generation's secret; the secret itself is only with the client. */
  readonly refreshHash: string
  /** How often the refresh token was rotated. */
  readonly generation: number
  /** When anything of the newest generation was first used: proof that the client has it. */
  readonly confirmedAt: Date | null
  readonly endedAt: Date | null
}

/** A session that is not refreshed for so long is over, in milliseconds. */
export const idleLifetime = 14 * 24 * 60 * 60_000

/** How many sessions somebody may have at once: one more ends the one that was used least lately. */
export const maxSessions = 100

/** For so long after the newest generation's first use, the one before is a slow response and not a theft; in milliseconds. */
export const reuseGrace = 10_000

const maxDeviceLength = 120

/** Somebody presents the secret of a generation. `genuine`: it is of this session's chain. */
export interface PresentedSecret {
  readonly generation: number
  readonly genuine: boolean
}

/**
 * What becomes of a refresh. `rotate`: the newest secret, the next generation begins. `repeat`: the one before, whose successor may have
 * been lost on its way: the same successor again. `reuse`: a secret that is spent for sure: somebody else has it too, the session ends.
 * `invalid`: nothing that this session ever gave out, or the session is over: refused, and nothing happens.
 */
export type RefreshVerdict = 'rotate' | 'repeat' | 'reuse' | 'invalid'

export function judgeRefresh(
  session: Pick<Session, 'generation' | 'confirmedAt' | 'lastUsedAt' | 'expiresAt' | 'endedAt'>,
  presented: PresentedSecret,
  now: Date,
): RefreshVerdict {
  if (!isAlive(session, now) || !presented.genuine) return 'invalid'
  const behind = session.generation - presented.generation
  if (behind === 0) return 'rotate'
  if (behind === 1 && !isSpent(session.confirmedAt, now)) return 'repeat'
  return behind > 0 ? 'reuse' : 'invalid'
}

export const isAlive = (session: Pick<Session, 'lastUsedAt' | 'expiresAt' | 'endedAt'>, now: Date): boolean =>
  session.endedAt === null && now.getTime() < Math.min(session.expiresAt.getTime(), session.lastUsedAt.getTime() + idleLifetime)

const isSpent = (confirmedAt: Date | null, now: Date): boolean =>
  confirmedAt !== null && now.getTime() >= confirmedAt.getTime() + reuseGrace

/** What the session list shows of a device: what it calls itself, cut to a sane length. */
export function deviceLabel(text: string | null | undefined): string | null {
  const start = (text ?? '').slice(0, 10 * maxDeviceLength)
  const characters = Array.from(start.replace(/[\p{Control}\p{Format}\p{Surrogate}\p{Line_Separator}\p{Paragraph_Separator}]/gu, '').trim())
  return characters.slice(0, maxDeviceLength).join('') || null
}
