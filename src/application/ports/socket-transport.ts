import type { SessionId, UserId } from '../../domain/ids.js'

/** A client's open socket, as the node that holds it knows it. Compared by identity. */
export interface Connection {
  readonly id: string
  readonly userId: UserId
  readonly sessionId: SessionId
}

/**
 * What becomes of a frame when the socket cannot take everything: a `passing` one is spared first; a `durable` one is dropped only
 * against a `resync` owed to the socket; a `vital` one is never spared.
 */
export type Importance = 'passing' | 'durable' | 'vital'

/** Why a socket is closed. The first two mean reconnect, the last one: not before something has changed. */
export const closeCodes = { draining: 1001, tooManyConnections: 4409, sessionEnded: 4401 } as const
export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes]

/** Writes to the sockets of this node. [ST1] Neither throws nor waits, and ignores sockets that have closed. */
export interface SocketTransport<C extends Connection> {
  /** [ST2] One frame for many sockets, as it is. [ST3] Frames reach each socket in the order in which they were sent. */
  send(frame: string, to: Iterable<C>, importance: Importance): void
  /** [ST4] Closes with the code and the reason, which the client sees. Nothing that is sent after this reaches the socket. */
  close(connection: C, code: CloseCode, reason: string): void
}

/** Told of the sockets that come and go. */
export interface SocketObserver {
  connected(connection: Connection): void
  disconnected(connection: Connection): void
}
