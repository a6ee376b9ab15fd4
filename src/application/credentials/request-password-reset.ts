import { resetLifetime } from '../../domain/account.js'
import { parseEmail } from '../../domain/email.js'
import type { OneTimeTokenIssuer } from '../accounts/one-time-token-issuer.js'
import type { AccountMailer } from '../ports/account-mailer.js'
import type { CredentialRepository } from '../ports/credential-repository.js'
import type { SteadyPace } from './steady-pace.js'

export interface RequestPasswordResetCommand {
  readonly email: string
}

/** Mails a link to choose a new password, where there is an account to choose it for. Whether there is, neither the answer nor its time tells. */
export class RequestPasswordReset {
  readonly #credentials: CredentialRepository
  readonly #tokens: OneTimeTokenIssuer
  readonly #mailer: AccountMailer
  readonly #pace: SteadyPace

  constructor(credentials: CredentialRepository, tokens: OneTimeTokenIssuer, mailer: AccountMailer, pace: SteadyPace) {
    this.#credentials = credentials
    this.#tokens = tokens
    this.#mailer = mailer
    this.#pace = pace
  }

  /** @throws ValidationFailed */
  async execute(command: RequestPasswordResetCommand): Promise<void> {
    const email = parseEmail(command.email)
    await this.#pace.run(async () => {
      const { token, stored } = this.#tokens.issue(resetLifetime)
      const isDue = await this.#credentials.putReset(email, stored)
      await (isDue ? this.#mailer.passwordReset(email, token) : this.#mailer.nothing(email, token))
    })
  }
}
