import { HandleTaken } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import { isReservedHandle } from '../../domain/user.js'
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

  /** Answers whose it was. @throws TokenUsedOrExpired, HandleTaken */
  async execute({ token, handle }: VerifyEmailCommand): Promise<UserId> {
    if (handle !== undefined && isReservedHandle(handle)) throw new HandleTaken()
    return this.#accounts.verify(this.#secrets.hash(token), handle ?? null, this.#clock.now())
  }
}
