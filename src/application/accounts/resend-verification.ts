import { verificationLifetime } from '../../domain/account.js'
import { parseEmail } from '../../domain/email.js'
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

  constructor(accounts: AccountRepository, tokens: OneTimeTokenIssuer, mailer: AccountMailer) {
    this.#accounts = accounts
    this.#tokens = tokens
    this.#mailer = mailer
  }

  /** @throws ValidationFailed */
  async execute(command: ResendVerificationCommand): Promise<void> {
    const email = parseEmail(command.email)
    const { token, stored } = this.#tokens.issue(verificationLifetime)
    if (await this.#accounts.replaceVerification(email, stored)) await this.#mailer.verification(email, token)
  }
}
