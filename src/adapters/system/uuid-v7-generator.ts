import { getRandomValues, randomInt } from 'node:crypto'
import { v7 } from 'uuid'
import type { IdGenerator } from '../../application/ports/id-generator.js'

const bytesOfId = 16
/** A call for random bytes costs as much as a hundred ids: one serves for so many. */
const idsAtATime = 256
const mostBegun = 2 ** 31

/** In the order in which they were made, within a millisecond too. */
export class UuidV7Generator implements IdGenerator {
  readonly #pool = new Uint8Array(bytesOfId * idsAtATime)
  #used = this.#pool.length
  #msecs = 0
  #seq = 0

  next(): string {
    const now = Date.now()
    if (now > this.#msecs) {
      this.#msecs = now
      this.#seq = randomInt(mostBegun)
    } else this.#seq += 1
    return v7({ random: this.#random(), msecs: this.#msecs, seq: this.#seq })
  }

  #random(): Uint8Array {
    if (this.#used === this.#pool.length) {
      getRandomValues(this.#pool)
      this.#used = 0
    }
    this.#used += bytesOfId
    return this.#pool.subarray(this.#used - bytesOfId, this.#used)
  }
}
