import { verificationLifetime } from '../../domain/account.js'
import { parseEmail } from '../../domain/email.js'
import { InvalidCredentials, ValidationFailed } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import type { OneTimeTokenIssuer } from '../accounts/one-time-token-issuer.js'
import type { AccountMailer } from '../ports/account-mailer.js'
import type { EmailChanges } from '../ports/email-changes.js'
import type { PasswordCheck } from './password-check.js'
import type { SteadyPace } from './steady-pace.js'

export interface RequestEmailChangeCommand {
  readonly userId: UserId
  readonly email: string
  readonly password: string
}

/** Mails a link to the new address; nothing changes until it is used. Whether the address has an account is told to its owner only, not by the answer's time either. */
export class RequestEmailChange {
  readonly #changes: EmailChanges
  readonly #check: PasswordCheck
  readonly #tokens: OneTimeTokenIssuer
  readonly #mailer: AccountMailer
  readonly #pace: SteadyPace

  constructor(changes: EmailChanges, check: PasswordCheck, tokens: OneTimeTokenIssuer, mailer: AccountMailer, pace: SteadyPace) {
    this.#changes = changes
    this.#check = check
    this.#tokens = tokens
    this.#mailer = mailer
    this.#pace = pace
  }

  /** @throws ValidationFailed; InvalidCredentials unless it is the password, also if that was changed at the same moment */
  async execute({ userId, email, password }: RequestEmailChangeCommand): Promise<void> {
    const to = parseEmail(email)
    await this.#pace.run(async () => {
      const account = await this.#check.again(userId, password)
      if (account.email === to) throw new ValidationFailed([{ path: 'email', message: 'is your address already' }])
      const { token, stored } = this.#tokens.issue(verificationLifetime)
      const isFree = await this.#changes.request(userId, account.passwordChangedAt, to, stored)
      if (isFree === null) throw new InvalidCredentials('The password is wrong.')
      await (isFree ? this.#mailer.emailChange(to, token) : this.#mailer.alreadyRegistered(to))
    })
  }
}
