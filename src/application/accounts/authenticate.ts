import { Unauthenticated } from '../../domain/errors.js'
import type { AccessTokenVerifier } from '../ports/access-tokens.js'
import type { SessionGuard } from '../ports/session-guard.js'
import type { Principal } from './principal.js'

export interface AuthenticateCommand {
  readonly token: string
}

/** Who presents this access token. */
export class Authenticate {
  readonly #tokens: AccessTokenVerifier
  readonly #sessions: SessionGuard

  constructor(tokens: AccessTokenVerifier, sessions: SessionGuard) {
    this.#tokens = tokens
    this.#sessions = sessions
  }

  /** @throws TokenExpired, Unauthenticated */
  async execute({ token }: AuthenticateCommand): Promise<Principal> {
    const claims = await this.#tokens.verify(token)
    if (!(await this.#sessions.admit(claims))) throw new Unauthenticated('The session has ended.')
    return { userId: claims.userId, sessionId: claims.sessionId, expiresAt: claims.expiresAt }
  }
}
