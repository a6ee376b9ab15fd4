import { createHash } from 'node:crypto'
import type { RateLimiter } from '../../../application/ports/rate-limiter.js'
import type { SignInAddresses } from '../../../application/ports/sign-in-addresses.js'
import { parseEmail } from '../../../domain/email.js'
import type { Take } from '../../../domain/rate-limit.js'
import { addressKey } from './address-key.js'
import { type Limit, type LimitName, rateLimits } from './rate-limits.js'

export interface RequestLimitsParts {
  readonly limiter: RateLimiter
  /** Absent where accounts are somebody else's: no address is known then. */
  readonly signInAddresses?: SignInAddresses
  readonly limits?: Readonly<Record<LimitName, Limit>>
}

/** A limit that is spent. */
export interface LimitHit {
  readonly limit: LimitName
  readonly retryAfter: number
  /** Told once a window. */
  readonly isFirst: boolean
}

/** The tightest of the limits that a request was counted by. */
export interface Standing {
  readonly limit: number
  readonly remaining: number
  readonly resetAfter: number
}

/** Addresses of an account that are looked at to find out whether one is known. */
const mostKnown = 100

/** Counts requests by the limits of their routes. */
export class RequestLimits {
  readonly #parts: RequestLimitsParts
  readonly #limits: Readonly<Record<LimitName, Limit>>

  constructor(parts: RequestLimitsParts) {
    this.#parts = parts
    this.#limits = parts.limits ?? rateLimits
  }

  begin(names: readonly LimitName[], ip: string): CountedRequest {
    const { limiter, signInAddresses } = this.#parts
    const limits = names.map((name) => ({ name, ...this.#limits[name] }))
    return new CountedRequest({ limiter, limits, address: addressKey(ip), signInAddresses })
  }
}

interface Counted {
  readonly limiter: RateLimiter
  readonly limits: readonly (Limit & { readonly name: LimitName })[]
  readonly address: string
  readonly signInAddresses: SignInAddresses | undefined
}

/** One request on its way through its limits. */
export class CountedRequest {
  readonly #request: Counted
  readonly #returnable: { readonly limit: Limit & { readonly name: LimitName }; readonly key: string }[] = []
  #standing: Standing | null = null

  constructor(request: Counted) {
    this.#request = request
  }

  /** `null` if it was counted by nothing yet. */
  get standing(): Standing | null {
    return this.#standing
  }

  /** Before anything else is done for the request. Answers the limit that is spent, or `null`. */
  async byAddress(): Promise<LimitHit | null> {
    const { address, limits } = this.#request
    return this.#takeAll(limits.filter(({ by }) => by === 'address').map((limit) => ({ limit, key: address })))
  }

  /** Once it is known whom it is about: a user's id, or what stands for the account where nobody is signed in. */
  async byAccount(account: string): Promise<LimitHit | null> {
    const limits = this.#request.limits.filter(({ by }) => by !== 'address')
    return this.#takeAll(await Promise.all(limits.map(async (limit) => ({ limit, key: await this.#keyOf(limit, account) }))))
  }

  /** It was no refusal: what counts those only has not counted it. */
  async wasNoRefusal(): Promise<void> {
    const { limiter } = this.#request
    await Promise.all(this.#returnable.splice(0).map(({ limit, key }) => limiter.giveBack(limit, key)))
  }

  async #takeAll(counts: readonly { readonly limit: Limit & { readonly name: LimitName }; readonly key: string }[]) {
    for (const { limit, key } of counts) {
      const take = await this.#request.limiter.take(limit, key)
      this.#note(limit, take)
      if (!take.allowed) return { limit: limit.name, retryAfter: take.resetAfter, isFirst: take.isFirstRefusal }
      if (limit.counts === 'refusals') this.#returnable.push({ limit, key })
    }
    return null
  }

  #note({ points }: Limit, { remaining, resetAfter, allowed }: Take): void {
    if (allowed && this.#standing !== null && this.#standing.remaining <= remaining) return
    this.#standing = { limit: points, remaining, resetAfter }
  }

  async #keyOf({ by }: Limit, account: string): Promise<string> {
    const { address } = this.#request
    const apart = by === 'account_at_address' || (by === 'account_elsewhere' && (await this.#isKnown(account, address)))
    // Addresses of people are nobody's to read in a shared store.
    const id = createHash('sha256').update(account).digest('base64url').slice(0, 22)
    if (apart) return `${id}@${address}`
    // A new password is a new count: what strangers failed at before must not keep its owner out.
    const changedAt = by === 'account_elsewhere' ? await this.#request.signInAddresses?.passwordChangedAt(parseEmail(account)) : null
    return changedAt ? `${id}~${changedAt.getTime()}` : id
  }

  async #isKnown(account: string, address: string): Promise<boolean> {
    const known = (await this.#request.signInAddresses?.latest(parseEmail(account), mostKnown)) ?? []
    return known.some((ip) => addressKey(ip) === address)
  }
}
