import { startLean, startParley, startSocketIoApp } from './load/contenders.js'
import { Crowd, type Saturated } from './load/crowd.js'
import { makeWorld } from './load/world.js'
import { machine, median, spread } from './measure.js'

const people = 1_000
/** Chats of so many members, and so many senders in all of them. */
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
    await saturation(crowds)
    await latency(crowds)
  } finally {
    for (const crowd of crowds) await crowd.close()
  }
}

async function saturation(crowds: readonly Crowd[]): Promise<void> {
  console.log('| members | | messages/s | times as many as it | µs of CPU a message |\n|---|---|---|---|---|')
  for (const { size, senders } of loads) {
    const results = new Map<Crowd, Saturated[]>(crowds.map((crowd) => [crowd, []]))
    for (let round = 0; round < rounds; round += 1)
      for (const crowd of crowds) results.get(crowd)?.push(await crowd.saturate(size, senders, roundMs))
    const [first] = results.values()
    for (const [{ contender }, found] of results) {
      // Ratios within a round: both then had the same machine.
      const ratios = found.map(({ rate }, round) => (first?.[round]?.rate ?? Number.NaN) / rate)
      const ratio = `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`
      console.log(
        `| ${size} | ${contender.name} | ${spread(found.map(({ rate }) => rate))} | ${ratio} | ${spread(found.map(({ cpu }) => cpu))} |`,
      )
    }
  }
}

async function latency(crowds: readonly Crowd[]): Promise<void> {
  console.log(`\n| members | at ${perSecond} messages/s | p50, ms | p99, ms: median (least–most) |\n|---|---|---|---|`)
  for (const size of [10, 100]) {
    const results = new Map<Crowd, { readonly half: number; readonly most: number }[]>(crowds.map((crowd) => [crowd, []]))
    for (let round = 0; round < rounds; round += 1) {
      for (const crowd of crowds) {
        const sorted = [...(await crowd.latencies({ size, perSecond }, latencyMs))].sort((a, b) => a - b)
        const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
        results.get(crowd)?.push({ half: at(0.5), most: at(0.99) })
      }
    }
    for (const [{ contender }, found] of results) {
      const most = found.map((one) => one.most)
      const p99 = `${median(most).toFixed(1)} (${Math.min(...most).toFixed(1)}–${Math.max(...most).toFixed(1)})`
      console.log(`| ${size} | ${contender.name} | ${median(found.map((one) => one.half)).toFixed(1)} | ${p99} |`)
    }
  }
}
