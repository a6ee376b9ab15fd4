import { startParley } from './load/contenders.js'
import { Crowd, type Pace } from './load/crowd.js'
import { makeWorld } from './load/world.js'
import { machine, median } from './measure.js'

const people = 1_000
const hot: Pace = { size: 1_000, perSecond: 50 }
const others: Pace = { size: 10, perSecond: 100 }
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7)
const roundMs = 4_000

/** F43: a chat of 1,000 that everybody has open, with 50 messages a second, that is 50,000 deliveries: what the other chats notice of it. */
export async function run(): Promise<void> {
  const world = makeWorld(people, [others.size, hot.size])
  console.log(`${machine()}\n${people} people with a socket each; ${rounds} rounds of ${roundMs} ms in turn; median (least–most)\n`)
  const crowd = new Crowd(await startParley(world), world)
  try {
    await crowd.connect()
    await crowd.latencies(others, roundMs, hot)
    const rows = new Map<string, { readonly half: number; readonly most: number }[]>([
      ['nothing', []],
      ['the hot chat', []],
    ])
    for (let round = 0; round < rounds; round += 1) {
      rows.get('nothing')?.push(tell(await crowd.latencies(others, roundMs)))
      rows.get('the hot chat')?.push(tell(await crowd.latencies(others, roundMs, hot)))
    }
    console.log(`| ${others.perSecond} messages/s in chats of ${others.size}, and beside them | p50, ms | p99, ms |\n|---|---|---|`)
    for (const [name, found] of rows) {
      const most = found.map((one) => one.most)
      const p99 = `${median(most).toFixed(1)} (${Math.min(...most).toFixed(1)}–${Math.max(...most).toFixed(1)})`
      console.log(`| ${name} | ${median(found.map((one) => one.half)).toFixed(1)} | ${p99} |`)
    }
  } finally {
    await crowd.close()
  }
}

function tell(latencies: readonly number[]): { readonly half: number; readonly most: number } {
  const sorted = [...latencies].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
  return { half: at(0.5), most: at(0.99) }
}
