import { arrive } from './load/arrive.js'
import { type Contender, startBareWs, startParley } from './load/contenders.js'
import { makeWorld, type World } from './load/world.js'
import { machine } from './measure.js'

const people = Number(process.env['BENCH_PEOPLE'] ?? 10_000)
const chatsEach = 20
const cycles = Number(process.env['BENCH_CYCLES'] ?? 100_000)

/**
 * What connections cost that do nothing, beside those of a bare `ws` server: how many are let in a second, and what each holds, its person being
 * subscribed to 20 chats; and whether the server holds more after so many have come and gone. Memory is what the process has after a collection.
 */
export async function run(): Promise<void> {
  const world = makeWorld(
    people,
    Array.from({ length: chatsEach }, () => 10),
  )
  console.log(`${machine()}\n${people} people in ${chatsEach} chats each\n`)
  console.log(`| | let in a second | KiB each | MiB before | after | after ${cycles} came and went |\n|---|---|---|---|---|---|`)
  // One after the other: both crowds are more files than a process may have open.
  const bare = await startBareWs(world)
  await measure(bare, world, async () => undefined)
  const parley = await startParley(world)
  await measure(parley, world, async (user) => {
    const status = await parley.resume(user)
    if (status !== 200) throw new Error(`A sync was answered ${status}.`)
  })
}

async function measure(contender: Contender, world: World, subscribe: (user: number) => Promise<unknown>): Promise<void> {
  try {
    // Whoever is let in first pays for what is compiled.
    await comeAndGo(contender, world, 2_000)
    const before = await contender.memory()
    const { listeners, perSecond } = await arrive(contender, world)
    await Promise.all(world.users.map((_, user) => subscribe(user)))
    const each = ((await contender.memory()) - before) / people / 1_024
    for (const listener of listeners) listener.close()
    const after = await contender.memory()
    await comeAndGo(contender, world, cycles)
    const atLast = await contender.memory()
    const memory = [before, after, atLast].map((bytes) => Math.round(bytes / 2 ** 20)).join(' | ')
    console.log(`| ${contender.name} | ${perSecond.toFixed(0)} | ${each.toFixed(1)} | ${memory} |`)
  } finally {
    await contender.close()
  }
}

async function comeAndGo(contender: Contender, world: World, count: number): Promise<void> {
  for (let gone = 0; gone < count; gone += world.users.length) {
    const { listeners } = await arrive(contender, { ...world, users: world.users.slice(0, count - gone) })
    for (const listener of listeners) listener.close()
  }
}
