import type { AccountRepository } from '../ports/account-repository.js'
import type { Clock } from '../ports/clock.js'
import type { Secrets } from '../ports/secrets.js'

export interface FindSignUpCommand {
  readonly token: string
}

/** What the token of a verification mail would verify, for its reader to recognise: looking uses nothing up. */
export class FindSignUp {
  readonly #accounts: AccountRepository
  readonly #secrets: Secrets
  readonly #clock: Clock

  constructor(accounts: AccountRepository, secrets: Secrets, clock: Clock) {
    this.#accounts = accounts
    this.#secrets = secrets
    this.#clock = clock
  }

  /** The handle that was asked for; `null` unless the token is good. */
  async execute({ token }: FindSignUpCommand): Promise<string | null> {
    return this.#accounts.findPendingHandle(this.#secrets.hash(token), this.#clock.now())
  }
}
