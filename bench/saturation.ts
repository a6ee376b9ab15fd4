import { startLean, startParley, startSocketIoApp } from './load/contenders.js'
import { Crowd } from './load/crowd.js'
import { saturationTable } from './load/saturation-table.js'
import { makeWorld } from './load/world.js'
import { machine, type Tails, tailRow, tails } from './measure.js'

const people = 1_000
const loads = [
  { size: 2, senders: 128 },
  { size: 10, senders: 128 },
  { size: 100, senders: 64 },
  { size: 1_000, senders: 16 },
]
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const roundMs = 1_600
const latencyMs = 2_500
const perSecond = 200

/**
 * Messages a second accepted, committed and on every member's socket, and how long one takes at an easy rate: Parley against what people write
 * today and against the least that the job costs. This process is the driver; each server has its own, and its own database.
 */
export async function run(): Promise<void> {
  const world = makeWorld(
    people,
    loads.map(({ size }) => size),
  )
  console.log(`${machine()}\n${people} people with a socket each; ${rounds} rounds of ${roundMs} ms in turn; median (least–most)\n`)
  const only = process.env['BENCH_ONLY']?.split(',')
  const starts = {
    parley: () => startParley(world),
    redis: () => startParley(world, { redis: true }),
    lean: () => startLean(world),
    socketio: () => startSocketIoApp(world),
  }
  const crowds: Crowd[] = []
  try {
    for (const [name, start] of Object.entries(starts)) if (!only || only.includes(name)) crowds.push(new Crowd(await start(), world))
    for (const crowd of crowds) await crowd.connect()
    await saturationTable(crowds, loads, rounds, roundMs)
    await latency(crowds)
  } finally {
    for (const crowd of crowds) await crowd.close()
  }
}

async function latency(crowds: readonly Crowd[]): Promise<void> {
  console.log(`\n| at ${perSecond} messages/s | p50, ms | p99, ms |\n|---|---|---|`)
  for (const size of [10, 100]) {
    const results = new Map<Crowd, Tails[]>(crowds.map((crowd) => [crowd, []]))
    for (let round = 0; round < rounds; round += 1)
      for (const crowd of crowds) results.get(crowd)?.push(tails((await crowd.latencies({ size, perSecond }, latencyMs)).received))
    for (const [{ contender }, found] of results) console.log(tailRow(`${size} members: ${contender.name}`, found))
  }
}
