import type { CloseCode, Importance, SocketTransport } from '../../application/ports/socket-transport.js'
import type { ClientSocket } from './client-socket.js'
import { textFrame } from './text-frame.js'

/** From so many sockets on, what is for all of them must not keep others waiting. */
const crowd = 200

/** Frames each text once, however many sockets it goes to. */
export class WebSocketTransport implements SocketTransport<ClientSocket> {
  send(frame: string, to: Iterable<ClientSocket>, importance: Importance): void {
    const sockets = [...to]
    if (sockets.length === 0) return
    const bytes = textFrame(frame)
    const audience = sockets.length < crowd ? 'few' : 'crowd'
    for (const socket of sockets) socket.offer(bytes, importance, audience)
  }

  close(connection: ClientSocket, code: CloseCode, reason: string): void {
    connection.close(code, reason)
  }
}
