import type { SessionId } from '../../domain/ids.js'

/** Which sessions may still hold sockets: asked every few seconds, so that a session whose end was not heard of is noticed all the same. */
export interface SessionStates {
  /**
   * [SS1] For each of these sessions that is live, when the newest access token handed out for it expires. [SS2] One that has ended, is
   * unknown, or whose user may no longer sign in is left out. One statement, however many are asked for.
   */
  liveAmong(sessionIds: readonly SessionId[]): Promise<ReadonlyMap<SessionId, Date>>
}
