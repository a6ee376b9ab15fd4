import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ManualTimers } from '../../src/adapters/memory/manual-timers.js'
import type { ClientSocket } from '../../src/adapters/websocket/client-socket.js'
import { type GatewayParts, type SocketHub, WebSocketGateway } from '../../src/adapters/websocket/gateway.js'
import { WebSocketTransport } from '../../src/adapters/websocket/web-socket-transport.js'
import type { Principal } from '../../src/application/accounts/principal.js'
import { TokenExpired, Unauthenticated, Unavailable } from '../../src/domain/errors.js'
import type { SessionId, UserId } from '../../src/domain/ids.js'
import { until } from './until.js'

export const origin = 'https://chat.example.com'

/** Takes sockets in and says `ready`. */
class PlainHub implements SocketHub {
  readonly sockets: ClientSocket[] = []
  readonly gone: ClientSocket[] = []
  readonly transport = new WebSocketTransport()

  async connect(socket: ClientSocket): Promise<void> {
    this.sockets.push(socket)
    this.transport.send('{"type":"ready"}', [socket], 'vital')
  }

  disconnect(socket: ClientSocket): void {
    this.gone.push(socket)
  }

  async drain(): Promise<void> {
    for (const socket of this.sockets) this.transport.close(socket, 1001, 'the node is going away')
  }
}

/** Knows the tokens `good`, `expired`, `late` (waits to be let through), `away` and `broken`. */
export class Tokens {
  readonly #waiting: (() => void)[] = []

  async execute({ token }: { readonly token: string }): Promise<Principal> {
    if (token === 'late') await new Promise<void>((resolve) => void this.#waiting.push(resolve))
    if (token === 'expired') throw new TokenExpired()
    if (token === 'away') throw new Unavailable('The database is away.')
    if (token === 'broken') throw new Error('secret detail')
    if (token !== 'good' && token !== 'late') throw new Unauthenticated()
    return { userId: 'ann' as UserId, sessionId: 'session' as SessionId, expiresAt: new Date('2040-01-01T00:00:00.000Z') }
  }

  get waiting(): number {
    return this.#waiting.length
  }

  letThrough(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}

/** A gateway on an HTTP server of the test's own. Its time stands still unless it is moved. */
export async function startGateway(given: Pick<GatewayParts, 'caps' | 'onFault'> = {}) {
  const hub = new PlainHub()
  const tokens = new Tokens()
  const timers = new ManualTimers()
  const server: Server = createServer((_request, response) => void response.end('plain'))
  const gateway = new WebSocketGateway({ hub, authenticate: tokens, allowedOrigins: [origin], timers, ...given })
  gateway.attach(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    hub,
    tokens,
    timers,
    server,
    gateway,
    port,
    url: `ws://127.0.0.1:${port}/v1/ws`,
    /** The hub's socket number so many, once it is there. */
    socket: (place = 0) => until('the hub has the socket', () => hub.sockets[place]),
    close: async () => {
      for (const socket of hub.sockets) socket.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export type TestGateway = Awaited<ReturnType<typeof startGateway>>
