import { RefreshTokenReused, Unauthenticated, Unavailable } from '../../domain/errors.js'
import { parseRefreshToken, type RefreshToken } from '../../domain/refresh-token.js'
import { judgeRefresh } from '../../domain/session.js'
import type { AccountRepository } from '../ports/account-repository.js'
import type { Clock } from '../ports/clock.js'
import type { SessionRepository } from '../ports/session-repository.js'
import type { SessionEnding } from '../sessions/session-ending.js'
import type { SessionIssuer } from './session-issuer.js'
import type { SignedIn } from './token-pair.js'

export interface RefreshSessionCommand {
  readonly refreshToken: string
}

/** Whoever loses a race looks again; each loss is somebody else's progress, so few rounds are enough. */
const maxRounds = 10

const refused = () => new Unauthenticated('The refresh token is not valid.')

export class RefreshSession {
  readonly #sessions: SessionRepository
  readonly #accounts: AccountRepository
  readonly #issuer: SessionIssuer
  readonly #ending: SessionEnding
  readonly #clock: Clock

  constructor(sessions: SessionRepository, accounts: AccountRepository, issuer: SessionIssuer, ending: SessionEnding, clock: Clock) {
    this.#sessions = sessions
    this.#accounts = accounts
    this.#issuer = issuer
    this.#ending = ending
    this.#clock = clock
  }

  /** @throws Unauthenticated; RefreshTokenReused, having ended the session */
  async execute({ refreshToken }: RefreshSessionCommand): Promise<SignedIn> {
    const presented = parseRefreshToken(refreshToken)
    if (presented === null) throw refused()
    for (let round = 0; round < maxRounds; round += 1) {
      const signedIn = await this.#attempt(presented)
      if (signedIn !== null) return signedIn
    }
    throw new Unavailable('The session is being refreshed too often at once.')
  }

  /** `null` if the session changed meanwhile. */
  async #attempt(presented: RefreshToken): Promise<SignedIn | null> {
    const session = await this.#sessions.find(presented.sessionId)
    if (session === null) throw refused()
    const now = this.#clock.now()
    const genuine = this.#issuer.isGenuine(session, presented)
    const verdict = judgeRefresh(session, { generation: presented.generation, genuine }, now)
    if (verdict === 'invalid') throw refused()
    const account = await this.#accounts.find(session.accountId)
    if (verdict === 'reuse') {
      await this.#ending.endForReuse(session, account?.email ?? null, now)
      throw new RefreshTokenReused()
    }
    if (!account?.user || account.disabledAt !== null) {
      await this.#ending.end(session, now)
      throw refused()
    }
    const { pair, refreshHash } = await this.#issuer.follow(session, presented)
    const { accessExpiresAt } = pair
    const stored = await (verdict === 'rotate'
      ? this.#sessions.rotate(session.id, session.generation, { refreshHash, at: now, accessExpiresAt })
      : this.#sessions.renew(session.id, session.generation, now, accessExpiresAt))
    return stored ? { ...pair, user: account.user } : null
  }
}
