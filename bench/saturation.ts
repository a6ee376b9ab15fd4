import type { Crowd } from './load/crowd.js'
import { startParley } from './load/parley.js'
import { startLean, startSocketIoApp } from './load/peers.js'
import { allSizes, saturate, warmUpMs } from './load/saturation-table.js'
import type { World } from './load/world.js'
import { type Tails, tailRow, tails } from './measure.js'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const latencyMs = 2_500
const perSecond = 200

/**
 * Messages a second accepted, committed and on every member's socket, and how long one takes at an easy rate: Parley against what people write
 * today and against the least that the job costs. This process is the driver; each server has its own, and its own database.
 */
export async function run(): Promise<void> {
  const only = process.env['BENCH_ONLY']?.split(',')
  const starts = {
    parley: (world: World) => startParley(world),
    redis: (world: World) => startParley(world, { redis: true }),
    lean: startLean,
    socketio: startSocketIoApp,
  }
  const wanted = Object.entries(starts).flatMap(([name, start]) => (!only || only.includes(name) ? [start] : []))
  await saturate(wanted, allSizes, rounds, latency)
}

async function latency(crowds: readonly Crowd[]): Promise<void> {
  console.log(`| at ${perSecond} messages/s | p50, ms | p99, ms |\n|---|---|---|`)
  for (const size of [10, 100]) {
    for (const crowd of crowds) await crowd.saturate(size, 64, warmUpMs)
    const results = new Map<Crowd, Tails[]>(crowds.map((crowd) => [crowd, []]))
    for (let round = 0; round < rounds; round += 1)
      for (const crowd of crowds) results.get(crowd)?.push(tails((await crowd.latencies({ size, perSecond }, latencyMs)).received))
    for (const [{ contender }, found] of results) console.log(tailRow(`${size} members: ${contender.name}`, found))
  }
  console.log()
}
