import type { Clock } from '../../application/ports/clock.js'

/** A clock that shows what it is set to: for tests and simulations. */
export class ManualClock implements Clock {
  #now: number

  constructor(start: Date = new Date('2030-01-01T00:00:00.000Z')) {
    this.#now = start.getTime()
  }

  now(): Date {
    return new Date(this.#now)
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds
  }
}
