import { startFanOut } from './load/peers.js'
import { allSizes, saturate } from './load/saturation-table.js'
import type { World } from './load/world.js'

const loads = allSizes.filter(({ size }) => size >= 100)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7)

/** What the WebSocket adapter costs by itself, limits and all, beside bare `ws` that makes each frame once and coalesces writes. */
export async function run(): Promise<void> {
  const starts = (['adapter', 'bare'] as const).map((sockets) => (world: World) => startFanOut(world, sockets))
  await saturate(starts, loads, rounds)
}
