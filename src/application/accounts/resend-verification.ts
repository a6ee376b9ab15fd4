import { verificationLifetime } from '../../domain/account.js'
import { parseEmail } from '../../domain/email.js'
import type { SteadyPace } from '../credentials/steady-pace.js'
import type { AccountMailer } from '../ports/account-mailer.js'
import type { AccountRepository } from '../ports/account-repository.js'
import type { OneTimeTokenIssuer } from './one-time-token-issuer.js'

export interface ResendVerificationCommand {
  readonly email: string
}

/** Mails a new verification link where one is due; the older one is void. Whether it was due is not told. */
export class ResendVerification {
  readonly #accounts: AccountRepository
  readonly #tokens: OneTimeTokenIssuer
  readonly #mailer: AccountMailer
  readonly #pace: SteadyPace

  constructor(accounts: AccountRepository, tokens: OneTimeTokenIssuer, mailer: AccountMailer, pace: SteadyPace) {
    this.#accounts = accounts
    this.#tokens = tokens
    this.#mailer = mailer
    this.#pace = pace
  }

  /** @throws ValidationFailed */
  async execute(command: ResendVerificationCommand): Promise<void> {
    const email = parseEmail(command.email)
    await this.#pace.run(async () => {
      const { token, stored } = this.#tokens.issue(verificationLifetime)
      const handle = await this.#accounts.replaceVerification(email, stored)
      await (handle === null ? this.#mailer.nothing(email, token) : this.#mailer.verification(email, token, handle))
    })
  }
}
