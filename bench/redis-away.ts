import { testRedisUrl } from '../test/support/app.js'
import { TcpProxy } from '../test/support/tcp-proxy.js'
import { Crowd, type Pace } from './load/crowd.js'
import { startParley } from './load/parley.js'
import { makeWorld } from './load/world.js'
import { machine, type Tails, tailRow, tails } from './measure.js'

const pace: Pace = { size: 10, perSecond: 100 }
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
/** F9 has Redis away for 30 s. */
const roundMs = { well: 10_000, silent: 30_000 }

/** F9: how long a send takes while Redis answers nobody and nobody is told, beside the same while it answers. */
export async function run(): Promise<void> {
  const world = makeWorld(200, [pace.size])
  console.log(`${machine()}\n${pace.perSecond} messages/s in chats of ${pace.size}; ${rounds} rounds in turn; median (least–most)\n`)
  const redis = await TcpProxy.to(testRedisUrl)
  const crowd = new Crowd(await startParley(world, { settings: { REDIS_URL: redis.url } }), world)
  try {
    await crowd.connect()
    await crowd.latencies(pace, roundMs.well)
    const found = { well: [[], []] as [Tails[], Tails[]], silent: [[], []] as [Tails[], Tails[]] }
    for (let round = 0; round < rounds; round += 1)
      for (const state of ['well', 'silent'] as const) {
        if (state === 'silent') redis.silence()
        const { answered, received } = await crowd.latencies(pace, roundMs[state])
        redis.heal()
        found[state][0].push(tails(answered))
        found[state][1].push(tails(received))
      }
    console.log('| | p50, ms | p99, ms |\n|---|---|---|')
    console.log(tailRow('to the answer, Redis well', found.well[0]))
    console.log(tailRow('to the answer, Redis silent', found.silent[0]))
    console.log(tailRow('to each receipt, Redis well', found.well[1]))
    console.log(tailRow('to each receipt, Redis silent', found.silent[1]))
  } finally {
    await crowd.close()
    await redis.close()
  }
}
