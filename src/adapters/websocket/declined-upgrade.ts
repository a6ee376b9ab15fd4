import { type IncomingMessage, type Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Whether a request asks for another protocol than ours, as `curl --http2` does. */
export const asksForAnother = ({ headers }: IncomingMessage): boolean => headers.upgrade?.toLowerCase() !== 'websocket'

/** Node has let go of the connection by then: what follows the head is not read. */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** Serves a request as if it had not asked for another protocol (RFC 9110, 7.8: a server may ignore it), and closes the connection after it. */
export function serveAsIs(server: Server, request: IncomingMessage, connection: Socket): void {
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.assignSocket(connection)
  response.once('finish', () => connection.end())
  request.push(null)
  server.emit('request', request, response)
}
