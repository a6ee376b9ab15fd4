import type { Entrance } from './load/contender.js'
import { Crowd, type Pace } from './load/crowd.js'
import { startParley } from './load/parley.js'
import { SecondDriver } from './load/second-driver.js'
import { makeWorld } from './load/world.js'
import { machine, type Tails, tailRow, tails } from './measure.js'

const hot: Pace = { size: 1_000, perSecond: 50 }
const others: Pace = { size: 10, perSecond: 100 }
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7)
const roundMs = 4_000

/**
 * F43: a chat of 1,000 with 50 messages a second, that is 50,000 deliveries, and what other people in other chats notice of it. Driver,
 * server and database share the machine's cores: what of it is the machine's is told by the same hot chat on another server beside.
 */
export async function run(): Promise<void> {
  const [ours, theirs] = [makeWorld(200, [others.size]), makeWorld(hot.size, [hot.size])]
  console.log(`${machine()}\n${rounds} rounds of ${roundMs} ms in turn; median (least–most)\n`)
  const shared = await startParley({ users: [...ours.users, ...theirs.users], chats: [...ours.chats, ...theirs.chats] })
  const apart = await startParley(theirs)
  const crowd = new Crowd(shared, ours)
  const here = await SecondDriver.start({ ...entrance(shared), tokens: shared.tokens.slice(ours.users.length) }, theirs)
  const there = await SecondDriver.start(entrance(apart), theirs)
  try {
    await crowd.connect()
    const beside = async (driver: SecondDriver) => {
      const [mine, its] = await Promise.all([crowd.latencies(others, roundMs), driver.send(hot, roundMs)])
      return [tails(mine.received), its] as const
    }
    await beside(here)
    await beside(there)
    const found = { alone: [] as Tails[], here: [] as Tails[], there: [] as Tails[], inside: [] as Tails[] }
    for (let round = 0; round < rounds; round += 1) {
      found.alone.push(tails((await crowd.latencies(others, roundMs)).received))
      const [busy, inside] = await beside(here)
      found.here.push(busy)
      found.inside.push(inside)
      found.there.push((await beside(there))[0])
    }
    console.log('| | p50, ms | p99, ms |\n|---|---|---|')
    console.log(tailRow(`${others.perSecond} messages/s in chats of ${others.size}, and nothing else`, found.alone))
    console.log(tailRow('beside the hot chat', found.here))
    console.log(tailRow('beside a hot chat on another server of this machine', found.there))
    console.log(tailRow('in the hot chat', found.inside))
  } finally {
    for (const driver of [here, there]) driver.end()
    await crowd.close()
    await apart.close()
  }
}

const entrance = ({ name, ports, tokens }: Entrance): Entrance => ({ name, ports, tokens })
