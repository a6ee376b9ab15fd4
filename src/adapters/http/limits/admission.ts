import type { Response } from 'express'
import { Unavailable } from '../../../domain/errors.js'

/** Bytes of memory that a request takes at most while it is worked on, and as many times its body's as that takes once it is parsed, checked and passed on. */
const ofRequest = 64 * 1_024
const ofBody = 24

/**
 * Lets in what the memory holds. Whoever comes beyond that is told at once to come again, so that a rush costs an answer each instead of the
 * process. It counts what has been read, not what is coming: who is slow about sending keeps nobody out.
 */
export class Admission {
  readonly #most: number
  #held = 0

  /** `most`: bytes for all that is worked on at a time. */
  constructor(most: number) {
    this.#most = most
  }

  /** Until the response is closed. @throws Unavailable */
  admit(response: Response, bodyBytes: number): void {
    if (response.closed) return
    const share = ofRequest + ofBody * bodyBytes
    if (this.#held > 0 && this.#held + share > this.#most) throw new Unavailable('This node has as much to do as its memory holds.')
    this.#held += share
    response.once('close', () => {
      this.#held -= share
    })
  }
}
