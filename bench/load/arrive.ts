import type { Contender } from './contenders.js'
import { Listener } from './listener.js'
import type { World } from './world.js'

/** Everybody of a world comes, fifty at a time: what the server can, not how many it can refuse. Answers how many a second were let in. */
export async function arrive(
  contender: Contender,
  world: World,
  then: (user: number) => Promise<unknown> = async () => undefined,
): Promise<{ readonly listeners: Listener[]; readonly perSecond: number }> {
  const waiting = world.users.map((_, user) => user)
  const listeners: Listener[] = []
  const lane = async () => {
    for (let user = waiting.pop(); user !== undefined; user = waiting.pop()) {
      listeners.push(await Listener.open({ ...contender.listen(user), heard: () => undefined }))
      if (listeners.length % 1_000 === 0) console.error(`${contender.name}: ${listeners.length} of ${world.users.length} are in`)
      await then(user)
    }
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: 50 }, lane))
  return { listeners, perSecond: (world.users.length / (performance.now() - begun)) * 1_000 }
}
