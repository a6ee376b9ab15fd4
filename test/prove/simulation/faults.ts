import { calm } from './bus.js'
import type { SimulatedNode } from './node.js'
import type { SimulatedWorld } from './world.js'

/** Something that breaks, as a line for the log. */
export type Fault = (world: SimulatedWorld) => string

/** Milliseconds. */
const briefly = ({ random }: SimulatedWorld) => random.between(50, 400)
const forLong = ({ random }: SimulatedWorld) => random.between(500, 3_000)

const place = ({ random, nodes }: SimulatedWorld): number => random.between(0, nodes.length - 1)

function nodeAt({ nodes }: SimulatedWorld, at: number): SimulatedNode {
  const node = nodes[at]
  if (!node) throw new Error(`There is no node ${at}.`)
  return node
}

/** A new one takes its place a little later. */
function kill(world: SimulatedWorld, at: number): void {
  const node = nodeAt(world, at)
  if (node.process.isDead) return
  node.process.kill()
  world.time.after(forLong(world), () => world.startNode(at))
}

const dies: Fault = (world) => {
  const at = place(world)
  kill(world, at)
  return `F4 node ${at} is killed`
}

const diesAfterCommit: Fault = (world) => {
  const at = place(world)
  const doomed = nodeAt(world, at).process
  const before = world.database.onCommit
  world.database.onCommit = (process) => {
    before(process)
    if (process === doomed) kill(world, at)
  }
  return `F1 node ${at} is killed right after its next commit`
}

const stops: Fault = (world) => {
  const at = place(world)
  const { process } = nodeAt(world, at)
  process.stop()
  world.time.after(forLong(world), () => process.resume())
  return `F7 node ${at} is stopped`
}

const linkIsCut =
  (id: string, length: (world: SimulatedWorld) => number): Fault =>
  (world) => {
    const at = place(world)
    const milliseconds = length(world)
    nodeAt(world, at).bus.cut(milliseconds)
    return `${id} node ${at} is cut from Redis for ${milliseconds} ms`
  }

const redisRestarts: Fault = (world) => {
  const milliseconds = forLong(world)
  for (const { bus } of world.nodes) bus.cut(milliseconds + briefly(world))
  return `F8 Redis is away for ${milliseconds} ms`
}

const weather =
  (id: string, worse: { readonly lost?: number; readonly repeated?: number; readonly late?: number }): Fault =>
  (world) => {
    world.redis.weather = { ...world.redis.weather, ...worse }
    world.time.after(forLong(world), () => {
      world.redis.weather = calm
    })
    return `${id} the bus loses, repeats or delays: ${JSON.stringify(worse)}`
  }

const databaseIsAway: Fault = (world) => {
  world.database.isAway = true
  world.time.after(forLong(world), () => {
    world.database.isAway = false
  })
  return 'F17 the database is away'
}

const databaseLosesAnswers: Fault = (world) => {
  world.database.losesAnswers = 0.3
  world.time.after(forLong(world), () => {
    world.database.losesAnswers = 0
  })
  return 'F2 answers of the database are lost'
}

const clientsFlap: Fault = (world) => {
  for (const device of world.devices) if (world.random.chance(0.5)) device.cut()
  return 'F30 clients lose their connections'
}

const clockIsWrong: Fault = (world) => {
  world.skew = world.random.between(-300_000, 300_000)
  kill(world, place(world))
  return `F39 a node comes back with its clock wrong by ${world.skew} ms`
}

export const faults: readonly (readonly [number, Fault])[] = [
  [3, dies],
  [4, diesAfterCommit],
  [2, stops],
  [3, linkIsCut('F11', briefly)],
  [2, linkIsCut('F13', forLong)],
  [2, redisRestarts],
  [3, weather('F37', { lost: 0.1 })],
  [1, weather('F37', { lost: 0.7 })],
  [2, weather('F35', { repeated: 0.5 })],
  [2, weather('F35', { late: 0.5 })],
  [1, databaseIsAway],
  [2, databaseLosesAnswers],
  [3, clientsFlap],
  [1, clockIsWrong],
]

/** Everything works again; what was lost stays lost. */
export function heal(world: SimulatedWorld): void {
  world.redis.weather = calm
  world.database.isAway = false
  world.database.losesAnswers = 0
  world.database.onCommit = () => undefined
  for (const { process } of world.nodes) process.resume()
}
