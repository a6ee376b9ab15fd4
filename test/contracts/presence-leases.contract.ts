import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { HeldSocket, PresenceLeases } from '../../src/application/ports/presence-leases.js'
import type { UserId } from '../../src/domain/ids.js'
import type { Contract } from './contract.js'

export interface PresenceLeasesSubject {
  /** Ends of two nodes, of leases that nobody else has: a node's lease is 1.5 s there, an absence 300 ms, and a user holds 3 sockets. */
  readonly one: PresenceLeases
  readonly other: PresenceLeases
}

const somebody = (): UserId => randomUUID() as UserId
const socketOf = (userId: UserId): HeldSocket => ({ userId, connectionId: randomUUID() })

let opened = Date.now()
const entered = (sockets: readonly HeldSocket[], age = 0) => sockets.map((socket) => ({ ...socket, since: new Date(++opened - age) }))
const enter = (leases: PresenceLeases, ...sockets: readonly HeldSocket[]) => leases.update({ entered: entered(sockets), left: [] })
const leave = (leases: PresenceLeases, ...left: readonly HeldSocket[]) => leases.update({ entered: [], left })
const statusOf = async (leases: PresenceLeases, userId: UserId) => (await leases.statusesOf([userId])).get(userId) ?? 'offline'

/** Until this user is offline, by whomever it is told; both nodes live, or one of them. Answers how often it was told. */
async function offline(ends: readonly PresenceLeases[], userId: UserId, milliseconds = 8_000): Promise<number> {
  const begun = performance.now()
  let told = 0
  while (told === 0 && performance.now() - begun < milliseconds) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    for (const end of ends) await end.renew()
    for (const end of ends) told += (await end.expire()).filter((each) => each === userId).length
  }
  return told
}

export const presenceLeasesContract: Contract<PresenceLeasesSubject> = {
  port: 'PresenceLeases',
  rules: [
    {
      id: 'PL1',
      says: 'somebody comes online once, whatever the number of their sockets and nodes',
      async check({ one, other }) {
        const [ada, bob] = [somebody(), somebody()]
        const first = socketOf(ada)
        assert.deepEqual((await enter(one, first, socketOf(ada), socketOf(bob))).online, [ada, bob])
        assert.deepEqual((await enter(other, socketOf(ada))).online, [])
        assert.deepEqual((await enter(one, first)).online, [])
        assert.equal(await statusOf(other, ada), 'online')
      },
    },
    {
      id: 'PL1',
      says: 'who comes back soon was never away, on whatever node',
      async check({ one, other }) {
        const ada = somebody()
        const [before, after] = [socketOf(ada), socketOf(ada)]
        await enter(one, before)
        await leave(one, before)
        assert.equal(await statusOf(one, ada), 'online')
        assert.deepEqual((await enter(other, after)).online, [])
        await other.update({ left: [after], entered: entered([socketOf(ada)]) })
        assert.equal(await offline([one, other], ada, 700), 0)
        assert.equal(await statusOf(one, ada), 'online')
      },
    },
    {
      id: 'PL2',
      says: 'the oldest sockets are too many, on whatever node',
      async check({ one, other }) {
        const ada = somebody()
        const sockets = Array.from({ length: 5 }, () => socketOf(ada))
        const [first, second, third, fourth, fifth] = sockets
        assert.ok(first && second && third && fourth && fifth)
        for (const socket of [first, second]) assert.deepEqual((await enter(one, socket)).surplus, [])
        assert.deepEqual((await enter(other, third)).surplus, [])
        assert.deepEqual((await enter(other, fourth, fifth)).surplus, [first, second])
        await leave(one, first, second)
        assert.deepEqual((await enter(one, first)).surplus, [third])
      },
    },
    {
      id: 'PL2',
      says: 'the oldest are those that were opened first, whoever is told of first',
      async check({ one, other }) {
        const ada = somebody()
        const [old, young] = [socketOf(ada), socketOf(ada)]
        await enter(one, young, socketOf(ada))
        assert.deepEqual((await other.update({ left: [], entered: entered([old], 60_000) })).surplus, [])
        assert.deepEqual((await enter(one, socketOf(ada))).surplus, [old])
      },
    },
    {
      id: 'PL2',
      says: 'sockets of a node that died count no more',
      async check({ one, other }) {
        const ada = somebody()
        await enter(other, socketOf(ada), socketOf(ada), socketOf(ada))
        const begun = performance.now()
        while (performance.now() - begun < 1_700) {
          await one.renew()
          await new Promise((resolve) => setTimeout(resolve, 50))
        }
        const { surplus } = await enter(one, socketOf(ada))
        assert.deepEqual(surplus, [])
        assert.equal(await other.renew(), 'held')
      },
    },
    {
      id: 'PL3',
      says: 'a node that says so in time holds what it has, one that does not is forgotten',
      async check({ one, other }) {
        const ada = somebody()
        const socket = socketOf(ada)
        await enter(other, socket)
        assert.equal(await other.renew(), 'held')
        const told = await offline([one], ada)
        assert.equal(told, 1)
        assert.equal(await other.renew(), 'forgotten')
        assert.deepEqual((await enter(other, socket)).online, [ada])
        assert.equal(await other.renew(), 'held')
        assert.equal(await offline([one, other], ada, 600), 0)
      },
    },
    {
      id: 'PL4',
      says: 'who is away for long is offline, which is told once',
      async check({ one, other }) {
        const ada = somebody()
        const [here, there] = [socketOf(ada), socketOf(ada)]
        await enter(one, here)
        await enter(other, there)
        await leave(one, here)
        assert.equal(await offline([one, other], ada, 600), 0)
        await leave(other, there)
        assert.ok(!(await one.expire()).includes(ada))
        assert.equal(await offline([one, other], ada), 1)
        assert.equal(await statusOf(one, ada), 'offline')
        assert.equal(await offline([one, other], ada, 500), 0)
        assert.deepEqual((await enter(one, here)).online, [ada])
      },
    },
    {
      id: 'PL5',
      says: 'statuses are of those who are not offline',
      async check({ one, other }) {
        const [ada, bob] = [somebody(), somebody()]
        await enter(one, socketOf(ada))
        assert.deepEqual(new Map(await other.statusesOf([ada, bob])), new Map([[ada, 'online']]))
        assert.equal((await one.statusesOf([])).size, 0)
      },
    },
    {
      id: 'PL6',
      says: 'who is online can be away, until they have been offline',
      async check({ one, other }) {
        const ada = somebody()
        const socket = socketOf(ada)
        assert.equal(await one.setAway(ada, true), false)
        await enter(one, socket)
        assert.equal(await other.setAway(ada, true), true)
        assert.equal(await one.setAway(ada, true), false)
        assert.equal(await statusOf(one, ada), 'away')
        assert.deepEqual((await enter(other, socketOf(ada))).online, [])
        assert.equal(await one.setAway(ada, false), true)
        assert.equal(await statusOf(one, ada), 'online')
        const bob = somebody()
        const his = socketOf(bob)
        await enter(one, his)
        await one.setAway(bob, true)
        await leave(one, his)
        assert.equal(await offline([one, other], bob), 1)
        await enter(one, his)
        assert.equal(await statusOf(one, bob), 'online')
      },
    },
  ],
}
