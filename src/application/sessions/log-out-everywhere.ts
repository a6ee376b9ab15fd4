import type { UserId } from '../../domain/ids.js'
import type { Clock } from '../ports/clock.js'
import type { LiveConnections } from '../ports/live-connections.js'
import type { SessionDirectory } from '../ports/session-directory.js'

export interface LogOutEverywhereCommand {
  readonly userId: UserId
}

export class LogOutEverywhere {
  readonly #sessions: SessionDirectory
  readonly #live: LiveConnections
  readonly #clock: Clock

  constructor(sessions: SessionDirectory, live: LiveConnections, clock: Clock) {
    this.#sessions = sessions
    this.#live = live
    this.#clock = clock
  }

  async execute({ userId }: LogOutEverywhereCommand): Promise<void> {
    const ended = await this.#sessions.endAll(userId, this.#clock.now())
    if (ended.length > 0) await this.#live.endSessions(userId, ended)
  }
}
