import { startParley } from './load/contenders.js'
import { Crowd } from './load/crowd.js'
import { saturationTable } from './load/saturation-table.js'
import { makeWorld } from './load/world.js'
import { machine } from './measure.js'

const people = 1_000
const loads = [
  { size: 2, senders: 128 },
  { size: 10, senders: 128 },
  { size: 100, senders: 64 },
  { size: 1_000, senders: 16 },
]
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const roundMs = 1_600

/**
 * Two nodes with a Redis between them, and one: half of each chat's people and of the senders are on either. Where both nodes, their database,
 * Redis and the driver share two cores, the CPU of a message tells more than how many there are.
 */
export async function run(): Promise<void> {
  const world = makeWorld(
    people,
    loads.map(({ size }) => size),
  )
  console.log(`${machine()}\n${people} people with a socket each; ${rounds} rounds of ${roundMs} ms in turn; median (least–most)\n`)
  const crowds: Crowd[] = []
  try {
    for (const nodes of [2, 1]) crowds.push(new Crowd(await startParley(world, { nodes, redis: true }), world))
    for (const crowd of crowds) await crowd.connect()
    await saturationTable(crowds, loads, rounds, roundMs)
  } finally {
    for (const crowd of crowds) await crowd.close()
  }
}
