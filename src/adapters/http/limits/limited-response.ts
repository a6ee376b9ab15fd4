import type { Response } from 'express'
import { HttpError, isRefusal } from '../problem.js'
import type { CountedRequest, LimitHit } from './request-limits.js'

export class RateLimited extends HttpError {
  readonly hit: LimitHit
  constructor(hit: LimitHit) {
    super('rate_limited', `Try again in ${hit.retryAfter} s.`, { 'Retry-After': String(hit.retryAfter) })
    this.hit = hit
  }
}

/** Counts one request, and shows its caller where they stand. Without limits it does neither. */
export class LimitedResponse {
  readonly #response: Response
  readonly #request: CountedRequest | undefined

  constructor(response: Response, request: CountedRequest | undefined) {
    this.#response = response
    this.#request = request
  }

  /** @throws HttpError rate_limited */
  async byAddress(): Promise<void> {
    this.#show((await this.#request?.byAddress()) ?? null)
  }

  /** @throws HttpError rate_limited */
  async byAccount(account: string): Promise<void> {
    this.#show((await this.#request?.byAccount(account)) ?? null)
  }

  /** Does the work, and counts it as a refusal only if it ends in one. */
  async refusalsOf<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = await work().catch(async (error: unknown) => {
      if (!isRefusal(error)) await this.#request?.wasNoRefusal()
      throw error
    })
    await this.#request?.wasNoRefusal()
    return result
  }

  #show(hit: LimitHit | null): void {
    const standing = this.#request?.standing
    if (standing) {
      this.#response.setHeader('RateLimit-Limit', standing.limit)
      this.#response.setHeader('RateLimit-Remaining', standing.remaining)
      this.#response.setHeader('RateLimit-Reset', standing.resetAfter)
    }
    if (hit) throw new RateLimited(hit)
  }
}
