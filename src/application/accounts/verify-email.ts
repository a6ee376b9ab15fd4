import type { UserId } from '../../domain/ids.js'
import { parseHandle } from '../../domain/user.js'
import type { AccountRepository } from '../ports/account-repository.js'
import type { Clock } from '../ports/clock.js'
import type { Secrets } from '../ports/secrets.js'

export interface VerifyEmailCommand {
  readonly token: string
  /** Another handle than the one asked for at sign-up, where that is taken by now. */
  readonly handle?: string | undefined
}

export class VerifyEmail {
  readonly #accounts: AccountRepository
  readonly #secrets: Secrets
  readonly #clock: Clock

  constructor(accounts: AccountRepository, secrets: Secrets, clock: Clock) {
    this.#accounts = accounts
    this.#secrets = secrets
    this.#clock = clock
  }

  /** Answers whose it was. @throws TokenUsedOrExpired, ValidationFailed, HandleTaken */
  async execute({ token, handle }: VerifyEmailCommand): Promise<UserId> {
    const chosen = handle === undefined ? null : parseHandle(handle)
    return this.#accounts.verify(this.#secrets.hash(token), chosen, this.#clock.now())
  }
}
