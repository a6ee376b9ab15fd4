import type { Contender } from './contender.js'
import { Listener } from './listener.js'

interface ArriveOptions {
  /** What each does once they are in, before the next of their lane comes. */
  readonly afterwards?: (user: number) => Promise<unknown>
  /** How many come at a time. */
  readonly lanes?: number
}

/** These users come, so many at a time. Answers how many a second were let in. */
export async function arrive(
  contender: Contender,
  users: readonly number[],
  { afterwards = async () => undefined, lanes = 50 }: ArriveOptions = {},
): Promise<{ readonly listeners: Listener[]; readonly perSecond: number }> {
  const waiting = [...users]
  const listeners: Listener[] = []
  const lane = async () => {
    for (let user = waiting.pop(); user !== undefined; user = waiting.pop()) {
      listeners.push(await Listener.open({ ...contender.listen(user), heard: () => undefined }))
      if (listeners.length % 1_000 === 0) console.error(`${contender.name}: ${listeners.length} of ${users.length} are in`)
      await afterwards(user)
    }
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: lanes }, lane))
  return { listeners, perSecond: (users.length / (performance.now() - begun)) * 1_000 }
}
