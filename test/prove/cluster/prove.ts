import { createWriteStream, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Random } from '../random.js'
import { Cluster } from './cluster.js'
import { Crowd } from './crowd.js'
import { type ClusterFault, clusterFaults } from './faults.js'
import { type FaultReport, type RoundOptions, type RoundReport, round } from './round.js'

export interface ProofOptions extends RoundOptions {
  readonly seed: number
  /** At least one round is played, whatever the time. */
  readonly minutes: number
  /** Only these, in this order, in each round; else all, in an order of the seed's, some a round. */
  readonly faults?: readonly string[]
  readonly people: number
}

export interface Proof {
  readonly faults: readonly FaultReport[]
  readonly acknowledged: number
  readonly frames: number
  readonly seconds: number
  /** What was violated, and by which faults in a round; `null` if nothing was. */
  readonly failure: { readonly report: RoundReport; readonly faults: readonly string[]; readonly history: string } | null
}

const faultsARound = 5

/** Rounds of faults on one cluster until the time is over or an invariant is violated. */
export async function prove(options: ProofOptions): Promise<Proof> {
  const { seed, minutes, people, say } = options
  const began = Date.now()
  const random = new Random(seed)
  say(`Starting three nodes, a PostgreSQL and a Redis; seed ${seed}`)
  const cluster = await Cluster.start()
  // What was started must not outlive us.
  const stop = () => void cluster.close().finally(() => process.exit(130))
  process.once('SIGINT', stop).once('SIGTERM', stop)
  const crowd = new Crowd(cluster.nodes, random)
  const sum = { faults: [] as FaultReport[], acknowledged: 0, frames: 0 }
  try {
    await crowd.signUp(people)
    say(`${people} people with ${crowd.devices.length} devices`)
    const plan = order(options, random)
    let failure: Proof['failure'] = null
    for (let place = 0; failure === null && (place === 0 || Date.now() - began < minutes * 60_000); place += 1) {
      const chosen = options.faults
        ? plan
        : Array.from({ length: faultsARound }, (_, at) => plan[(place * faultsARound + at) % plan.length] as ClusterFault)
      const report = await round(cluster, crowd, random, chosen, options)
      sum.faults.push(...report.faults)
      sum.acknowledged += report.acknowledged
      sum.frames += report.frames
      const rate = Math.round(report.acknowledged / report.seconds)
      say(
        `Round ${place + 1}: ${report.acknowledged} acknowledged (${rate} a second), ${sum.acknowledged} in all; ${report.violations.length} violations`,
      )
      if (report.violations.length > 0) failure = { report, faults: chosen.map(({ id }) => id), history: write(seed, report) }
    }
    return { ...sum, seconds: (Date.now() - began) / 1_000, failure }
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
    for (const device of crowd.devices) device.end()
    await cluster.close()
  }
}

/** Looks for fewer faults that fail as well: each is left out in turn, and stays out if the run fails without it. */
export async function shrink(options: ProofOptions, failing: readonly string[]): Promise<readonly string[]> {
  let kept = failing
  for (const id of failing) {
    const fewer = kept.filter((other) => other !== id)
    if (fewer.length === 0) break
    options.say(`Once more without ${id}`)
    const { failure } = await prove({ ...options, minutes: 0, faults: fewer })
    if (failure) kept = fewer
  }
  return kept
}

function order({ faults }: ProofOptions, random: Random): readonly ClusterFault[] {
  const named = faults?.map((id) => {
    const fault = clusterFaults.find((each) => each.id === id)
    if (!fault) throw new Error(`There is no fault ${id}; there are ${clusterFaults.map((each) => each.id).join(', ')}`)
    return fault
  })
  return (
    named ??
    [...clusterFaults]
      .map((fault) => ({ fault, at: random.next() }))
      .sort((one, other) => one.at - other.at)
      .map(({ fault }) => fault)
  )
}

/** As lines of JSON: what is not a list, then each list’s items. */
function write(seed: number, { history, violations }: RoundReport): string {
  const file = join(mkdtempSync(join(tmpdir(), 'parley-history-')), `seed-${seed}.jsonl`)
  const lines = createWriteStream(file)
  const add = (kind: string, value: object) => lines.write(`${JSON.stringify({ kind, ...value })}\n`)
  for (const violation of violations) add('violation', violation)
  for (const attempt of history.attempts) add('attempt', attempt)
  for (const chat of history.chats) add('chat', chat)
  for (const message of history.messages) add('message', message)
  for (const place of history.places) add('place', place)
  for (const ending of history.endings) add('ending', ending)
  for (const { frames, shown, ...device } of history.devices) {
    add('device', { ...device, shown: shown && [...shown].map(([chatId, messages]) => [chatId, messages.map(({ number }) => number)]) })
    for (const frame of frames) add('frame', { device: device.name, ...frame })
  }
  lines.end()
  return file
}
