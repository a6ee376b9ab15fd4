import type { Clock } from '../../application/ports/clock.js'
import type { Timers } from '../../application/ports/timers.js'
import { Rounds } from '../../application/rounds.js'
import type { PrismaClient } from '../../generated/prisma/client.js'

/** Milliseconds. */
const readEvery = 30_000
/** A reading that took longer says too little: half of it is how wrong it may be. */
const slowestReading = 1_000
/** Of so many readings the quickest is believed: what a busy machine or a new connection takes is all on one side of the answer. */
const readings = 5

export interface DatabaseClockOptions {
  readonly onFailure: (reason: unknown) => void
}

/**
 * The database's time, as all nodes of an installation see it, whatever their own clocks say: read now and then, and counted on by a
 * clock that nobody can set.
 */
export class DatabaseClock implements Clock {
  readonly #prisma: PrismaClient
  readonly #timers: Timers
  readonly #rounds: Rounds
  /** What the database's time was when the timers began to count. */
  #origin = 0

  private constructor(prisma: PrismaClient, timers: Timers, { onFailure }: DatabaseClockOptions) {
    this.#prisma = prisma
    this.#timers = timers
    this.#rounds = new Rounds(timers, { work: () => this.#read(slowestReading), pause: readEvery, onFailure })
  }

  /** Resolves once it knows the time. @throws Unavailable if the database does not answer. */
  static async open(prisma: PrismaClient, timers: Timers, options: DatabaseClockOptions): Promise<DatabaseClock> {
    const clock = new DatabaseClock(prisma, timers, options)
    clock.#rounds.start(await clock.#read(Number.POSITIVE_INFINITY))
    return clock
  }

  now(): Date {
    return new Date(Math.floor(this.#origin + this.#timers.elapsed()))
  }

  /** Resolves once no reading is under way. It counts on from there. */
  stop(): Promise<void> {
    return this.#rounds.stop()
  }

  async #read(slowest: number): Promise<number> {
    let best = { took: slowest, origin: this.#origin }
    for (let reading = 0; reading < readings; reading += 1) {
      const begun = this.#timers.elapsed()
      const [row] = await this.#prisma.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`
      const ended = this.#timers.elapsed()
      const took = ended - begun
      if (row !== undefined && took <= best.took) best = { took, origin: row.now.getTime() - (begun + ended) / 2 }
    }
    this.#origin = best.origin
    return readEvery
  }
}
