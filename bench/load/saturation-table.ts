import { machine, spread } from '../measure.js'
import type { Contender } from './contender.js'
import { Crowd, type Saturated } from './crowd.js'
import { makeWorld, type World } from './world.js'

/** Chats of so many members, and so many senders in all of them; with `perNode`, so many for each node that a contender has. */
export interface Load {
  readonly size: number
  readonly senders: number
  readonly perNode?: boolean
}

const people = 1_000
const roundMs = 1_600
/** What is compiled for the first messages is not what a message takes. */
export const warmUpMs = 4_000
export const allSizes: readonly Load[] = [
  { size: 2, senders: 128 },
  { size: 10, senders: 128 },
  { size: 100, senders: 64 },
  { size: 1_000, senders: 16 },
]

/** 1,000 people connected to each contender: prints what they reach beside each other. `before` that, while nothing of it is still to be indexed, they are there for anything else. */
export async function saturate(
  starts: readonly ((world: World) => Promise<Contender>)[],
  loads: readonly Load[],
  rounds: number,
  before: (crowds: readonly Crowd[]) => Promise<void> = async () => undefined,
): Promise<void> {
  const world = makeWorld(people, [...new Set(loads.map(({ size }) => size))])
  console.log(`${machine()}\n${people} people with a socket each; ${rounds} rounds of ${roundMs} ms in turn; median (least–most)\n`)
  const crowds: Crowd[] = []
  try {
    for (const start of starts) crowds.push(new Crowd(await start(world), world))
    for (const crowd of crowds) await crowd.connect()
    await before(crowds)
    await saturationTable(crowds, loads, rounds)
  } finally {
    for (const crowd of crowds) await crowd.close()
  }
}

/** Each crowd in turn, each round: prints what they reach, how many times as much the first one does, and how many times their CPU it takes. */
async function saturationTable(crowds: readonly Crowd[], loads: readonly Load[], rounds: number): Promise<void> {
  console.log('| members | | messages/s | times as many as it | µs of CPU a message | times its CPU |\n|---|---|---|---|---|---|')
  for (const { size, senders, perNode } of loads) {
    const run = (crowd: Crowd, milliseconds: number) =>
      crowd.saturate(size, senders * (perNode ? crowd.contender.ports.length : 1), milliseconds)
    for (const crowd of crowds) await run(crowd, warmUpMs)
    const results = new Map<Crowd, Saturated[]>(crowds.map((crowd) => [crowd, []]))
    for (let round = 0; round < rounds; round += 1) for (const crowd of crowds) results.get(crowd)?.push(await run(crowd, roundMs))
    const [first] = results.values()
    for (const [{ contender }, found] of results) {
      // Ratios within a round: both then had the same machine.
      const ratios = (of: keyof Saturated) => found.map((each, round) => (first?.[round]?.[of] ?? Number.NaN) / each[of])
      console.log(
        `| ${size}${perNode ? `, ${senders} senders a node` : ''} | ${contender.name} | ${spread(found.map(({ rate }) => rate))} | ${spread(ratios('rate'), 2)} | ${spread(found.map(({ cpu }) => cpu))} | ${spread(ratios('cpu'), 2)} |`,
      )
    }
  }
}
