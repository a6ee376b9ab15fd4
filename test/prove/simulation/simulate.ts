import { check } from '../check.js'
import type { History, Violation } from '../history.js'
import { acts } from './acts.js'
import { faults, heal } from './faults.js'
import type { Planted } from './node.js'
import { SimulatedWorld } from './world.js'

export interface Simulated {
  readonly seed: number
  /** What was done and what broke, one line each, with its time. */
  readonly log: readonly string[]
  readonly history: History
  readonly violations: readonly Violation[]
}

/** Milliseconds: in which things are done and break, then until the longest of it has healed and every repair had its time, and a last one for live sockets. */
const troubled = 3_500
const healing = 7_500
const quiet = 2_000

/** One schedule, the same for the same seed: people act, things break at any moment, all of it heals, and the checker judges. */
export async function simulate(seed: number, planted: Planted = (wiring) => wiring): Promise<Simulated> {
  const world = new SimulatedWorld(seed, planted)
  const { random, time } = world
  const log: string[] = []
  await world.open()
  const plan = (step: (world: SimulatedWorld) => string | null) =>
    time.after(random.between(0, troubled), () => {
      const what = step(world)
      if (what) log.push(`${time.elapsed()} ${what}`)
    })
  for (let count = random.between(8, 30); count > 0; count -= 1) plan(random.weighted(acts))
  for (let count = random.between(0, 5); count > 0; count -= 1) plan(random.weighted(faults))
  await time.advance(troubled)
  heal(world)
  await time.advance(healing)
  for (const chatId of world.chats) for (const device of world.devices.slice(0, 2)) void world.people.send(device, chatId)
  await time.advance(quiet)
  const history = world.history()
  return { seed, log, history, violations: check(history) }
}

/** With what is needed to see it again. */
export const told = ({ seed, log, violations }: Simulated): string =>
  [
    `Schedule ${seed} (again: npm run simulate -- ${seed}): ${violations.length === 0 ? 'whole' : 'NOT WHOLE'}`,
    ...violations.map(({ rule, says }) => `${rule} ${says}`),
    ...log,
  ].join('\n')
