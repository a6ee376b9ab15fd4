import { parseRefreshToken } from '../../domain/refresh-token.js'
import type { Session } from '../../domain/session.js'
import type { AccessTokens } from '../ports/access-tokens.js'
import type { Clock } from '../ports/clock.js'
import type { LiveConnections } from '../ports/live-connections.js'
import type { SessionRepository } from '../ports/session-repository.js'
import type { SessionIssuer } from './session-issuer.js'

export interface LogOutCommand {
  readonly refreshToken: string | null
  /** An expired one will do. */
  readonly accessToken: string | null
}

/** Ends the session that each of the tokens is of. A token that is of none changes nothing, and doing it again is harmless. */
export class LogOut {
  readonly #sessions: SessionRepository
  readonly #issuer: SessionIssuer
  readonly #tokens: AccessTokens
  readonly #live: LiveConnections
  readonly #clock: Clock

  constructor(sessions: SessionRepository, issuer: SessionIssuer, tokens: AccessTokens, live: LiveConnections, clock: Clock) {
    this.#sessions = sessions
    this.#issuer = issuer
    this.#tokens = tokens
    this.#live = live
    this.#clock = clock
  }

  /** Answers a session that it ended, or that had been; `null` if there is none. */
  async execute({ refreshToken, accessToken }: LogOutCommand): Promise<Session | null> {
    const byRefreshToken = refreshToken === null ? null : await this.#end(await this.#byRefreshToken(refreshToken))
    const byAccessToken = accessToken === null ? null : await this.#end(await this.#byAccessToken(accessToken))
    return byRefreshToken ?? byAccessToken
  }

  async #byRefreshToken(text: string): Promise<Session | null> {
    const token = parseRefreshToken(text)
    const session = token && (await this.#sessions.find(token.sessionId))
    return token && session && this.#issuer.isGenuine(session, token) ? session : null
  }

  async #byAccessToken(text: string): Promise<Session | null> {
    const claims = await this.#tokens.readEvenExpired(text)
    const session = claims && (await this.#sessions.find(claims.sessionId))
    return claims && session && session.accountId === claims.userId ? session : null
  }

  /** Sockets are told also if the session had ended before: the call that ended it may have died in between. */
  async #end(session: Session | null): Promise<Session | null> {
    if (session === null) return null
    await this.#sessions.end(session.id, this.#clock.now())
    await this.#live.endSessions(session.accountId, [session.id])
    return session
  }
}
