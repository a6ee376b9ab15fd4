import { setTimeout as pause } from 'node:timers/promises'
import { median } from '../test/support/median.js'
import { backoff } from '../web/sdk/backoff.js'
import { arrive } from './load/arrive.js'
import type { Contender } from './load/contender.js'
import { Listener } from './load/listener.js'
import { type ParleyContender, startParley } from './load/parley.js'
import { makeWorld, type World } from './load/world.js'
import { machine } from './measure.js'

const people = Number(process.env['BENCH_PEOPLE'] ?? 10_000)
const chatsEach = 20
const groupSize = 10
const cycles = Number(process.env['BENCH_ROUNDS'] ?? 3)

/** F29: so many people with a socket each, in 20 chats each, and how long it takes until all are back, subscribed and caught up after all were dropped at once. */
export async function run(): Promise<void> {
  const world = makeWorld(
    people,
    Array.from({ length: chatsEach }, () => groupSize),
  )
  console.log(`${machine()}\n${people} people in ${chatsEach} chats each\n`)
  const parley = await startParley(world)
  try {
    const users = world.users.map((_, user) => user)
    const { listeners } = await arrive(parley, users, { afterwards: parley.resume })
    await herds(parley, world, listeners)
  } finally {
    await parley.close()
  }
}

async function herds(contender: ParleyContender, world: World, present: readonly Listener[]): Promise<void> {
  let listeners = present
  console.log(
    '\n| all dropped at once | back, subscribed and caught up: half, 99 %, the last, s | connections turned away | syncs answered 503 | transactions each | ms of CPU each |\n|---|---|---|---|---|---|',
  )
  for (let cycle = 1; cycle <= cycles; cycle += 1) {
    // What is counted is about a second old.
    await pause(2_000)
    const before = { transactions: await contender.transactions(), cpu: contender.cpu() }
    for (const listener of listeners) listener.close()
    const begun = performance.now()
    const count = { turnedAway: 0, refused: 0 }
    const times: number[] = []
    listeners = await Promise.all(
      world.users.map(async (_, user) => {
        const listener = await comeBack(contender, user, count)
        times.push((performance.now() - begun) / 1_000)
        return listener
      }),
    )
    const cpu = (contender.cpu() - before.cpu) / people
    await pause(2_000)
    const transactions = ((await contender.transactions()) - before.transactions) / people
    times.sort((one, other) => one - other)
    const at = (share: number) => (times[Math.floor((times.length - 1) * share)] ?? Number.NaN).toFixed(1)
    console.log(
      `| ${cycle} | ${median(times).toFixed(1)}, ${at(0.99)}, ${at(1)} | ${count.turnedAway} | ${count.refused} | ${transactions.toFixed(2)} | ${cpu.toFixed(2)} |`,
    )
  }
}

/** As our client does it: after nothing to half a second, and then, where it was refused, to a second, to two, and so on. */
async function comeBack(contender: ParleyContender, user: number, count: { turnedAway: number; refused: number }): Promise<Listener> {
  let failures = 0
  const turn = () => pause(backoff(failures++, Math.random))
  await turn()
  let listener = await opened(contender, user)
  for (; listener === null; listener = await opened(contender, user)) {
    count.turnedAway += 1
    await turn()
  }
  while ((await contender.resume(user)) === 503) {
    count.refused += 1
    await turn()
  }
  return listener
}

const opened = (contender: Contender, user: number): Promise<Listener | null> =>
  Listener.open({ ...contender.listen(user), heard: () => undefined }).catch(() => null)
