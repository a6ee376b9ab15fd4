import { randomUUID } from 'node:crypto'
import { InProcessBus } from '../src/adapters/memory/in-memory-broadcaster.js'
import { createInMemoryStorage } from '../src/adapters/memory/in-memory-storage.js'
import { RedisPresenceLeases } from '../src/adapters/redis/redis-presence-leases.js'
import { SystemClock } from '../src/adapters/system/system-clock.js'
import { SystemTimers } from '../src/adapters/system/system-timers.js'
import type { Connection, SocketTransport } from '../src/application/ports/socket-transport.js'
import { PresenceAnnouncer } from '../src/application/presence/presence-announcer.js'
import { PresenceTracker } from '../src/application/presence/presence-tracker.js'
import { Hub } from '../src/application/realtime/hub.js'
import type { SessionId, UserId } from '../src/domain/ids.js'
import type { User } from '../src/domain/user.js'
import { makeGroup } from '../test/contracts/world.js'
import { testRedisUrl } from '../test/support/app.js'
import { machine } from './measure.js'

const people = 10_000
const groupSize = 50
const clock = new SystemClock()
const timers = new SystemTimers()
const storage = { ...createInMemoryStorage(clock), block: async () => undefined, settleSearch: async () => undefined }
const counts = { transitions: 0, signals: 0, frames: 0, reads: 0 }

const transport: SocketTransport<Connection> = {
  send: (frame, to) => {
    if (frame.includes('"presence"')) counts.frames += [...to].length
  },
  close: () => undefined,
}

function startNode(bus: InProcessBus, namespace: string) {
  const broadcaster = bus.node()
  const leases = new RedisPresenceLeases({ url: testRedisUrl, namespace, onError: () => undefined })
  const directory = Object.assign(Object.create(storage.presences) as typeof storage.presences, {
    audiencesOf: async (userIds: readonly UserId[]) => {
      counts.reads += 1
      counts.transitions += userIds.length
      return storage.presences.audiencesOf(userIds)
    },
  })
  const told = Object.assign(Object.create(broadcaster) as typeof broadcaster, {
    broadcast: (...signal: Parameters<typeof broadcaster.broadcast>) => {
      counts.signals += 1
      broadcaster.broadcast(...signal)
    },
  })
  const announcer = new PresenceAnnouncer(directory, told)
  const tracker = new PresenceTracker({ leases, directory, announcer, broadcaster, clock, timers })
  const { heads, log, userChanges: users } = storage
  const sessions = { liveAmong: async (ids: readonly SessionId[]) => new Map(ids.map((id) => [id, new Date(8e15)])) }
  const hub = new Hub<Connection>({
    broadcaster,
    transport,
    heads,
    log,
    users,
    sessions,
    clock,
    timers,
    forget: () => undefined,
    observer: tracker,
  })
  return { hub, leases, tracker }
}

type Node = ReturnType<typeof startNode>

async function connect({ hub }: Node, users: readonly User[]): Promise<readonly Connection[]> {
  const sockets: Connection[] = []
  for (const { id: userId } of users) {
    const socket = { id: randomUUID(), userId, sessionId: randomUUID() as string as SessionId }
    await hub.connect(socket)
    await hub.receive({ kind: 'subscribe', userId, seats: await storage.chats.seatsOf(userId) })
    sockets.push(socket)
  }
  return sockets
}

const pause = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1_000))

async function measure(what: string, work: () => Promise<unknown>): Promise<void> {
  Object.assign(counts, { transitions: 0, signals: 0, frames: 0, reads: 0 })
  const begun = performance.now()
  await work()
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1)
  console.log(`| ${what} | ${counts.transitions} | ${counts.reads} | ${counts.signals} | ${counts.frames} | ${seconds} |`)
}

/** 10,000 people in groups of 50, who come, drop and come back, and lose their node: how many are told of, in how many signals and frames. */
export async function run(): Promise<void> {
  console.log(`${machine()}\n${people} people in groups of ${groupSize}, two nodes, leases in Redis\n`)
  const users = Array.from({ length: people }, (_, at) => {
    const id = randomUUID() as string as UserId
    return { id, handle: `u${at}`, displayName: `Person ${at}`, avatarUrl: null, createdAt: clock.now() } satisfies User
  })
  await storage.addUsers(users)
  for (let first = 0; first < people; first += groupSize) await makeGroup(storage, users.slice(first, first + groupSize))
  const [bus, namespace] = [new InProcessBus(timers), `bench-${randomUUID()}`]
  const [one, other] = [startNode(bus, namespace), startNode(bus, namespace)]
  for (const node of [one, other]) {
    await node.hub.start()
    node.tracker.start()
  }
  let sockets: readonly Connection[] = []
  console.log('| what happens | people told of | reads | signals | frames | seconds |\n|---|---|---|---|---|---|')
  await measure('all come for the first time', async () => {
    sockets = await connect(one, users)
    await pause(3)
  })
  await measure('all drop, and are back on another node within 5 s', async () => {
    for (const socket of sockets) one.hub.disconnect(socket)
    await pause(2)
    sockets = await connect(other, users)
    await pause(12)
  })
  await measure('all go', async () => {
    for (const socket of sockets) other.hub.disconnect(socket)
    await pause(13)
  })
  for (const { hub, tracker, leases } of [one, other]) {
    await tracker.stop()
    await hub.stop()
    leases.close()
  }
}
