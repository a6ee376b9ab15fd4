import { arrive } from './load/arrive.js'
import type { Contender } from './load/contender.js'
import { startParley } from './load/parley.js'
import { startBareWs } from './load/peers.js'
import { makeWorld, type World } from './load/world.js'
import { machine } from './measure.js'

const people = Number(process.env['BENCH_PEOPLE'] ?? 10_000)
const chatsEach = 20
/** At a time: enough that none waits for those before it, and fewer than would be turned away. */
const lanes = 500
/** These are there before it is counted what one more takes. */
const first = 2_000
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
  console.log(
    `| | let in a second | KiB each | MiB with all | once they had gone | after ${cycles} came and went |\n|---|---|---|---|---|---|`,
  )
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
  const everybody = world.users.map((_, user) => user)
  const come = async (users: readonly number[]) => {
    const arrived = await arrive(contender, users, { lanes })
    await Promise.all(users.map(subscribe))
    return arrived
  }
  try {
    // Whoever is let in first pays for what is compiled, and for what is there once.
    const early = await come(everybody.slice(0, first))
    const before = await contender.memory()
    const late = await come(everybody.slice(first))
    const all = await contender.memory()
    for (const listener of [...early.listeners, ...late.listeners]) listener.close()
    const after = await contender.memory()
    for (let gone = 0; gone < cycles; gone += everybody.length) {
      const { listeners } = await arrive(contender, everybody.slice(0, cycles - gone), { lanes })
      for (const listener of listeners) listener.close()
    }
    const atLast = await contender.memory()
    const each = (all - before) / late.listeners.length / 1_024
    const memory = [all, after, atLast].map((bytes) => Math.round(bytes / 2 ** 20)).join(' | ')
    console.log(`| ${contender.name} | ${late.perSecond.toFixed(0)} | ${each.toFixed(1)} | ${memory} |`)
  } finally {
    await contender.close()
  }
}
