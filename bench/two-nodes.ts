import { startParley } from './load/parley.js'
import { allSizes, saturate } from './load/saturation-table.js'
import type { World } from './load/world.js'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)

/**
 * Two nodes with a Redis between them, and one: half of each chat's people and of the senders are on either. Where both nodes, their database,
 * Redis and the driver share two cores, the CPU of a message tells more than how many there are. First with as many senders in all, then with as many for
 * each node, as a second one is there for more of them.
 */
export async function run(): Promise<void> {
  const starts = [2, 1].map((nodes) => (world: World) => startParley(world, { nodes, redis: true }))
  await saturate(starts, [...allSizes, ...allSizes.map((load) => ({ ...load, perNode: true }))], rounds)
}
