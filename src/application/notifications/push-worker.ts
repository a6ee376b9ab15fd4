import type { Clock } from '../ports/clock.js'
import type { PushQueue } from '../ports/push-queue.js'
import type { Timers } from '../ports/timers.js'
import { Rounds } from '../rounds.js'
import { pushesAtOnce, type SendPushes } from './send-pushes.js'

/** Milliseconds. */
const pollEvery = 1_000
/** Pieces of news between two looks at what is due: a busy installation always has more of them. */
const spreadsAtOnce = 20

/** Milliseconds in which a device that is there says that it has a message: until then nobody is told of it. */
export const pushDelay = 5_000

export interface PushWorkerParts {
  readonly queue: Pick<PushQueue, 'spread'>
  readonly pushes: Pick<SendPushes, 'execute'>
  readonly clock: Clock
  readonly timers: Timers
  readonly delay: number
  readonly onFailure: (reason: unknown) => void
}

/** Has those told who are offline, again and again. Any number of nodes may do so. */
export class PushWorker {
  readonly #parts: PushWorkerParts
  readonly #rounds: Rounds

  constructor(parts: PushWorkerParts) {
    this.#parts = parts
    this.#rounds = new Rounds(parts.timers, { work: () => this.#work(), pause: pollEvery, onFailure: parts.onFailure })
  }

  start(): void {
    this.#rounds.start(pollEvery)
  }

  /** Resolves once what is under way is over. */
  stop(): Promise<void> {
    return this.#rounds.stop()
  }

  async #work(): Promise<number> {
    const { queue, pushes, clock, delay } = this.#parts
    for (let piece = 0; piece < spreadsAtOnce && !this.#rounds.isStopped; piece += 1) if (!(await queue.spread(clock.now(), delay))) break
    return (await pushes.execute()) === pushesAtOnce ? 0 : pollEvery
  }
}
