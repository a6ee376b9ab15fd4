import { spread } from '../measure.js'
import type { Crowd, Saturated } from './crowd.js'

/** Chats of so many members, and so many senders in all of them. */
export interface Load {
  readonly size: number
  readonly senders: number
}

/** Each crowd in turn, each round: prints what they reach, how many times as much the first one does, and how many times their CPU it takes. */
export async function saturationTable(crowds: readonly Crowd[], loads: readonly Load[], rounds: number, roundMs: number): Promise<void> {
  console.log('| members | | messages/s | times as many as it | µs of CPU a message | times its CPU |\n|---|---|---|---|---|---|')
  for (const { size, senders } of loads) {
    const results = new Map<Crowd, Saturated[]>(crowds.map((crowd) => [crowd, []]))
    for (let round = 0; round < rounds; round += 1)
      for (const crowd of crowds) results.get(crowd)?.push(await crowd.saturate(size, senders, roundMs))
    const [first] = results.values()
    for (const [{ contender }, found] of results) {
      // Ratios within a round: both then had the same machine.
      const ratios = (of: keyof Saturated) => found.map((each, round) => (first?.[round]?.[of] ?? Number.NaN) / each[of])
      console.log(
        `| ${size} | ${contender.name} | ${spread(found.map(({ rate }) => rate))} | ${spread(ratios('rate'), 2)} | ${spread(found.map(({ cpu }) => cpu))} | ${spread(ratios('cpu'), 2)} |`,
      )
    }
  }
}
