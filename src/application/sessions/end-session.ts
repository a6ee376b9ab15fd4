import { NotFound } from '../../domain/errors.js'
import type { SessionId, UserId } from '../../domain/ids.js'
import type { Clock } from '../ports/clock.js'
import type { SessionRepository } from '../ports/session-repository.js'
import type { SessionEnding } from './session-ending.js'

export interface EndSessionCommand {
  readonly userId: UserId
  readonly sessionId: SessionId
}

/** Signs the caller out on another of their devices, or on this one. Doing it again is harmless. */
export class EndSession {
  readonly #sessions: SessionRepository
  readonly #ending: SessionEnding
  readonly #clock: Clock

  constructor(sessions: SessionRepository, ending: SessionEnding, clock: Clock) {
    this.#sessions = sessions
    this.#ending = ending
    this.#clock = clock
  }

  /** @throws NotFound for a session that is not the caller's */
  async execute({ userId, sessionId }: EndSessionCommand): Promise<void> {
    const session = await this.#sessions.find(sessionId)
    if (session?.accountId !== userId) throw new NotFound('session')
    await this.#ending.end(session, this.#clock.now())
  }
}
