import type { SessionId, UserId } from '../../domain/ids.js'
import type { RoomSeat } from '../ports/chat-reader.js'
import type { Departure, LiveConnections } from '../ports/live-connections.js'
import type { SecurityLog } from '../ports/security-log.js'

/** Records every session that ends before its time, whatever it was that ended it. */
export class AuditedConnections implements LiveConnections {
  readonly #live: LiveConnections
  readonly #log: SecurityLog

  constructor(live: LiveConnections, log: SecurityLog) {
    this.#live = live
    this.#log = log
  }

  subscribe(userId: UserId, seats: readonly RoomSeat[]): Promise<void> {
    return this.#live.subscribe(userId, seats)
  }

  unsubscribe(userId: UserId, departures: readonly Departure[]): Promise<void> {
    return this.#live.unsubscribe(userId, departures)
  }

  endSessions(userId: UserId, sessionIds: readonly SessionId[]): Promise<void> {
    for (const sessionId of sessionIds)
      this.#log.record({ type: 'session_end', outcome: 'success', about: { userId, sessionId }, origin: null, detail: {} })
    return this.#live.endSessions(userId, sessionIds)
  }
}
