import type { CloseCode, Importance, SocketTransport } from '../../application/ports/socket-transport.js'
import type { ClientSocket } from './client-socket.js'
import { textFrame } from './text-frame.js'

/** Frames each text once, however many sockets it goes to. */
export class WebSocketTransport implements SocketTransport<ClientSocket> {
  send(frame: string, to: Iterable<ClientSocket>, importance: Importance): void {
    let bytes: Buffer | undefined
    for (const socket of to) {
      bytes ??= textFrame(frame)
      socket.offer(bytes, importance)
    }
  }

  close(connection: ClientSocket, code: CloseCode, reason: string): void {
    connection.close(code, reason)
  }
}
