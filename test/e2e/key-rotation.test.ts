import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { RunningParley } from '../../src/main/parley.js'
import { startTestApp, type TestApp } from '../support/app.js'
import { call, Person, type Socket } from '../support/client.js'
import { requires } from '../support/requires.js'

const [old, next] = ['k1:the-secret-that-is-to-be-replaced-soon', 'k2:the-secret-that-takes-its-place-then']

requires('postgres', 'redis')('keys that are replaced one node after the other, in the order of the README', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await startTestApp({ redis: true, settings: { JWT_KEYS: old } })
  }, 60_000)
  afterAll(() => app?.close())

  /** Somebody at a node of their own. */
  interface Seat {
    readonly person: Person
    node: RunningParley
    socket: Socket
  }

  it('S21 sign nobody out, and keep no message from anybody on the other node', async () => {
    const nodes = [app.parley, await app.another()] as const
    const [ada, bob] = [await Person.signUp(nodes[0].url, 'ada'), await Person.signUp(nodes[1].url, 'bob')]
    const chat = await ada.createGroup('Both', bob)
    const sit = async (person: Person, node: RunningParley): Promise<Seat> => {
      const socket = await person.connect({ url: node.url, subscribed: false })
      expect((await call(node.url, 'POST', '/v1/sync', { token: person.token, body: { chats: [] } })).status).toBe(200)
      return { person, node, socket }
    }
    const seats = [await sit(ada, nodes[0]), await sit(bob, nodes[1])] as const

    const refresh = async ({ person, node }: Seat) => {
      const { status, body } = await call(node.url, 'POST', '/v1/auth/refresh', { body: { refreshToken: person.refreshToken } })
      expect(status).toBe(200)
      person.token = body.accessToken
      person.refreshToken = body.refreshToken
    }
    const refusedAt = async ({ url }: RunningParley) =>
      /^parley_bus_messages_total\{outcome="refused"\} (\d+)$/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1] ?? '0'
    const worksFor = async (here: Seat, there: Seat, what: string) => {
      await refresh(here)
      for (const { url } of [here.node, there.node])
        expect([what, (await call(url, 'GET', '/v1/me', { token: here.person.token })).status]).toEqual([what, 200])
      const body = { clientId: crypto.randomUUID(), text: `${what}, from ${here.person.handle}` }
      const sent = await call(here.node.url, 'POST', `/v1/chats/${chat.id}/messages`, { token: here.person.token, body })
      expect([what, sent.status]).toEqual([what, 201])
      await there.socket.next('message.created', (frame) => frame.data.message.text === body.text, 1_000)
      expect([what, await refusedAt(there.node)]).toEqual([what, '0'])
    }
    const worksForBoth = async (what: string) => {
      await worksFor(seats[0], seats[1], what)
      await worksFor(seats[1], seats[0], what)
    }
    /** Whoever was at the node goes to the one that takes its place, with the token that they have. */
    const replace = async (seat: Seat, keys: string) => {
      const node = await app.another({ JWT_KEYS: keys })
      await seat.node.close()
      expect((await seat.socket.end()).code).toBe(1001)
      Object.assign(seat, await sit(seat.person, node))
      await worksForBoth(keys.replace(/:[^,]+/g, ''))
    }
    await worksForBoth('before')
    // Whoever has a token that the first has signed refreshes before the last step: until it, ACCESS_TOKEN_TTL is waited.
    for (const keys of [`${old},${next}`, `${next},${old}`, next]) for (const seat of seats) await replace(seat, keys)
  }, 90_000)
})
