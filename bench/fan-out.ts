import { startFanOut } from './load/contenders.js'
import { Crowd } from './load/crowd.js'
import { saturationTable } from './load/saturation-table.js'
import { makeWorld } from './load/world.js'
import { machine } from './measure.js'

const people = 1_000
const loads = [
  { size: 100, senders: 64 },
  { size: 1_000, senders: 16 },
]
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7)
const roundMs = 1_600

/** What the WebSocket adapter costs by itself, limits and all, beside bare `ws` that makes each frame once and coalesces writes. */
export async function run(): Promise<void> {
  const world = makeWorld(
    people,
    loads.map(({ size }) => size),
  )
  console.log(`${machine()}\n${people} people with a socket each; ${rounds} rounds of ${roundMs} ms in turn; median (least–most)\n`)
  const crowds: Crowd[] = []
  try {
    for (const sockets of ['adapter', 'bare'] as const) crowds.push(new Crowd(await startFanOut(world, sockets), world))
    for (const crowd of crowds) await crowd.connect()
    await saturationTable(crowds, loads, rounds, roundMs)
  } finally {
    for (const crowd of crowds) await crowd.close()
  }
}
