import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import express from 'express'
import { createApi } from '../../src/adapters/http/api.js'
import { createContractPages } from '../../src/adapters/http/pages/contract-pages.js'
import { chatRoutes } from '../../src/adapters/http/routes/chats.js'
import { memberRoutes } from '../../src/adapters/http/routes/members.js'
import { messageRoutes } from '../../src/adapters/http/routes/messages.js'
import { syncRoutes } from '../../src/adapters/http/routes/sync.js'
import { userRoutes } from '../../src/adapters/http/routes/users.js'
import { InProcessBus } from '../../src/adapters/memory/in-memory-broadcaster.js'
import { createInMemoryStorage } from '../../src/adapters/memory/in-memory-storage.js'
import { CryptoSecrets } from '../../src/adapters/system/crypto-secrets.js'
import { SystemClock } from '../../src/adapters/system/system-clock.js'
import { SystemTimers } from '../../src/adapters/system/system-timers.js'
import { UuidV7Generator } from '../../src/adapters/system/uuid-v7-generator.js'
import type { ClientSocket } from '../../src/adapters/websocket/client-socket.js'
import { WebSocketGateway } from '../../src/adapters/websocket/gateway.js'
import { WebSocketTransport } from '../../src/adapters/websocket/web-socket-transport.js'
import {
  type AccessClaims,
  type AccessTokenVerifier,
  Authenticate,
  createChatCore,
  EventDelivery,
  Hub,
  RemoteConnections,
  type SessionGuard,
  type SessionId,
  type SessionStates,
  Unauthenticated,
  type User,
  type UserId,
} from '../../src/index.js'
import { call, Socket } from '../support/client.js'

/** The embedder's tokens: opaque, each for one session, good for an hour. */
class OpaqueTokens implements AccessTokenVerifier {
  readonly #claims = new Map<string, AccessClaims>()

  issue(userId: UserId): string {
    const token = `opaque_${randomUUID()}`
    this.#claims.set(token, { userId, sessionId: randomUUID() as SessionId, generation: 0, expiresAt: new Date(Date.now() + 3_600_000) })
    return token
  }

  async verify(token: string): Promise<AccessClaims> {
    const claims = this.#claims.get(token)
    if (claims === undefined) throw new Unauthenticated()
    return claims
  }
}

/** The embedder's sessions do not end early. */
class EndlessSessions implements SessionGuard, SessionStates {
  async admit(): Promise<boolean> {
    return true
  }

  async liveAmong(sessionIds: readonly SessionId[]): Promise<ReadonlyMap<SessionId, Date>> {
    return new Map(sessionIds.map((id) => [id, new Date(Date.now() + 3_600_000)]))
  }
}

const person = (name: string): User => ({
  id: randomUUID() as UserId,
  handle: name.toLowerCase(),
  displayName: name,
  avatarUrl: null,
  createdAt: new Date('2020-02-02T00:00:00.000Z'),
})

const ada = person('Ada')
const bob = person('Bob')
const eve = person('Eve')
const tokens = new OpaqueTokens()
const [adasToken, bobsToken, evesToken] = [ada, bob, eve].map(({ id }) => tokens.issue(id))

let server: Server
let url: string
let stop: () => Promise<void>

/** What an embedder writes: their app, their server, their users and tokens; our core, over memory adapters. */
beforeAll(async () => {
  const [clock, timers, sessions] = [new SystemClock(), new SystemTimers(), new EndlessSessions()]
  const storage = createInMemoryStorage(clock)
  await storage.addUsers([ada, bob, eve])
  const broadcaster = new InProcessBus(timers).node()
  const core = createChatCore({
    ...storage,
    connections: new RemoteConnections(broadcaster),
    events: new EventDelivery(broadcaster),
    ids: new UuidV7Generator(),
    secrets: new CryptoSecrets(),
    clock,
  })
  const authenticate = new Authenticate(tokens, sessions)
  const transport = new WebSocketTransport()
  const { heads, log, userChanges: users } = storage
  const hub = new Hub<ClientSocket>({ broadcaster, transport, heads, log, users, sessions, clock, timers, forget: () => undefined })
  await hub.start()
  const gateway = new WebSocketGateway({ hub, authenticate, allowedOrigins: [], timers })

  const app = express()
  app.get('/shop', (_request, response) => void response.send('Our own page.'))
  const routes = [...chatRoutes(core), ...memberRoutes(core), ...messageRoutes(core), ...syncRoutes(core), ...userRoutes(core)]
  app.use(createContractPages(routes))
  app.use(createApi({ routes, authenticate, onFault: (fault) => console.error(fault) }))
  server = createServer(app)
  gateway.attach(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  stop = async () => {
    await gateway.drain(0)
    await hub.stop()
    await broadcaster.close()
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
})
afterAll(() => stop())

describe('an app with users and tokens of its own, that embeds the API and the sockets', () => {
  it('delivers over its server what is sent through its routes', async () => {
    const group = await call(url, 'POST', '/v1/chats', {
      token: adasToken ?? '',
      body: { type: 'group', title: 'Sailing', memberIds: [bob.id] },
    })
    expect(group).toMatchObject({ status: 201, body: { title: 'Sailing', memberCount: 2, me: { role: 'owner' } } })

    const socket = new Socket(url, bobsToken ?? '')
    expect((await socket.next('ready')).data.userId).toBe(bob.id)
    const sync = await call(url, 'POST', '/v1/sync', { token: bobsToken ?? '', body: { chats: [] } })
    expect(sync.body.chats).toMatchObject([{ chat: { id: group.body.id } }])

    const sent = await call(url, 'POST', `/v1/chats/${group.body.id}/messages`, {
      token: adasToken ?? '',
      body: { clientId: randomUUID(), text: 'Ahoy \u2693' },
    })
    expect(sent).toMatchObject({ status: 201, body: { number: 1, senderId: ada.id, text: 'Ahoy \u2693' } })
    const { data, chatId } = await socket.next('message.created')
    expect([chatId, data.message]).toEqual([group.body.id, sent.body])
    socket.close()
  })

  it('refuses who is not signed in there, and hides what is not theirs', async () => {
    const group = await call(url, 'POST', '/v1/chats', { token: adasToken ?? '', body: { type: 'group', title: 'Ours' } })
    expect(await call(url, 'GET', '/v1/chats', { token: 'opaque_invented' })).toMatchObject({
      status: 401,
      body: { code: 'unauthenticated' },
    })
    expect(await call(url, 'GET', `/v1/chats/${group.body.id}`, { token: evesToken ?? '' })).toMatchObject({ status: 404 })
    const stranger = new Socket(url, 'opaque_invented')
    expect((await stranger.end()).code).toBe(1006)
  })

  it('keeps its own routes', async () => {
    expect(await call(url, 'GET', '/shop')).toMatchObject({ status: 200, body: 'Our own page.' })
    expect((await call(url, 'GET', '/elsewhere')).status).toBe(404)
  })
})
