import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { ClientSocket } from '../../../src/adapters/websocket/client-socket.js'
import type { SessionId, UserId } from '../../../src/domain/ids.js'
import type { World } from '../../load/world.js'

/**
 * What is posted to a chat goes to its members' sockets, and is stored nowhere: by bare `ws`, each frame made once and the writes of a turn
 * coalesced, or with `SOCKETS=adapter` by Parley's WebSocket adapter. A user's token is their id.
 */
const { PORT = '0', SOCKETS = 'bare', WORLD = '' } = process.env
const { chats } = JSON.parse(readFileSync(WORLD, 'utf8')) as World
const roomsOf = new Map<string, string[]>()
for (const { id, members } of chats) for (const user of members) roomsOf.set(user, [...(roomsOf.get(user) ?? []), id])

/** As it is built: what runs a `.ts` wraps each function that has a name, a quarter of the CPU. */
const built = (file: string): Promise<unknown> => import(new URL(`../../../dist/src/adapters/${file}.js`, import.meta.url).href)
const { SystemTimers } = (await built('system/system-timers')) as typeof import('../../../src/adapters/system/system-timers.js')
const { WebSocketGateway } = (await built('websocket/gateway')) as typeof import('../../../src/adapters/websocket/gateway.js')
const { textFrame } = (await built('websocket/text-frame')) as typeof import('../../../src/adapters/websocket/text-frame.js')
const { WebSocketTransport } = (await built(
  'websocket/web-socket-transport',
)) as typeof import('../../../src/adapters/websocket/web-socket-transport.js')

const http = createServer(answer)
const send = SOCKETS === 'adapter' ? adapter() : bare()
http.listen(Number(PORT), '127.0.0.1', () => console.log('Ready: fan-out'))
process.once('SIGINT', () => process.exit(0))

function answer(request: IncomingMessage, response: ServerResponse): void {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    const chatId = request.url?.split('/')[3] ?? ''
    const { text, clientId } = JSON.parse(Buffer.concat(parts).toString()) as { readonly text: string; readonly clientId: string }
    const message = JSON.stringify({ id: randomUUID(), chatId, senderId: tokenOf(request), clientId, text, createdAt: new Date() })
    send(chatId, `{"type":"message.created","chatId":"${chatId}","data":{"message":${message}}}`)
    response.writeHead(201, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(message) })
    response.end(message)
  })
}

function tokenOf({ headers }: IncomingMessage): string {
  return headers.authorization?.slice('Bearer '.length) ?? ''
}

function seats<Socket>() {
  const rooms = new Map<string, Set<Socket>>()
  const sit = (user: string, socket: Socket) => {
    for (const chatId of roomsOf.get(user) ?? []) rooms.set(chatId, (rooms.get(chatId) ?? new Set()).add(socket))
  }
  return { rooms, sit }
}

function adapter() {
  const transport = new WebSocketTransport()
  const { rooms, sit } = seats<ClientSocket>()
  const hub = {
    connect: async (socket: ClientSocket) => {
      sit(socket.userId, socket)
      transport.send('{"type":"ready"}', [socket], 'vital')
    },
    disconnect: async () => undefined,
    drain: async () => undefined,
  }
  const expiresAt = new Date(Date.now() + 86_400_000)
  const authenticate = {
    execute: async ({ token }: { readonly token: string }) => ({ userId: token as UserId, sessionId: token as SessionId, expiresAt }),
  }
  new WebSocketGateway({ hub, authenticate, allowedOrigins: [], timers: new SystemTimers() }).attach(http)
  return (chatId: string, text: string) => transport.send(text, rooms.get(chatId) ?? [], 'durable')
}

function bare() {
  const server = new WebSocketServer({ server: http, perMessageDeflate: false })
  const { rooms, sit } = seats<Duplex>()
  const corked = new Set<Duplex>()
  server.on('connection', (socket: WebSocket & { readonly _socket: Duplex }, request) => {
    sit(tokenOf(request), socket._socket)
    socket.send('{"type":"ready"}')
  })
  const uncork = () => {
    for (const socket of corked) socket.uncork()
    corked.clear()
  }
  return (chatId: string, text: string) => {
    const frame = textFrame(text)
    for (const socket of rooms.get(chatId) ?? []) {
      if (corked.size === 0) setImmediate(uncork)
      if (!corked.has(socket)) socket.cork()
      corked.add(socket)
      socket.write(frame)
    }
  }
}
