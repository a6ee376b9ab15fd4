import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { BoundedQueue } from '../../application/bounded-queue.js'
import type { PasswordHasher } from '../../application/ports/password-hasher.js'
import type { Password } from '../../domain/password.js'

/** OWASP's first choice for argon2id; memory in KiB. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

export interface HasherLimits {
  /** Hashes computed at a time, each in a thread of libuv's pool and 19 MiB of memory. */
  readonly concurrency: number
  /** How many may wait for their turn. */
  readonly waiting: number
}

const defaultLimits: HasherLimits = { concurrency: Math.min(3, availableParallelism()), waiting: 256 }

export class Argon2PasswordHasher implements PasswordHasher {
  readonly #queue: BoundedQueue
  readonly #nobody: string

  constructor(limits: HasherLimits = defaultLimits) {
    this.#queue = new BoundedQueue(limits.concurrency, limits.waiting, 'Too many are signing in at this moment.')
    this.#nobody = hashOfNobody()
  }

  hash(password: Password): Promise<string> {
    return this.#queue.run(() => hash(password, cost))
  }

  async verify(stored: string | null, password: Password): Promise<boolean> {
    const matches = await this.#queue.run(() => verify(stored ?? this.#nobody, password))
    return matches && stored !== null
  }

  needsRehash(stored: string): boolean {
    const [, memory, time] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$/.exec(stored) ?? []
    return Number(memory ?? 0) < cost.memoryCost || Number(time ?? 0) < cost.timeCost
  }
}

/** Has the form and the cost of a hash, and is that of no known password. */
function hashOfNobody(): string {
  const random = (bytes: number) => randomBytes(bytes).toString('base64').replaceAll('=', '')
  return `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$${random(16)}$${random(32)}`
}
