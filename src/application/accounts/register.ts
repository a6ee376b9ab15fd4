import { verificationLifetime, wordsAbout } from '../../domain/account.js'
import { parseEmail } from '../../domain/email.js'
import { HandleTaken } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import { isReservedHandle } from '../../domain/user.js'
import type { PasswordChoice } from '../credentials/password-choice.js'
import type { AccountMailer } from '../ports/account-mailer.js'
import type { AccountRepository } from '../ports/account-repository.js'
import type { IdGenerator } from '../ports/id-generator.js'
import type { OneTimeTokenIssuer } from './one-time-token-issuer.js'

export interface RegisterCommand {
  readonly email: string
  readonly password: string
  readonly handle: string
  /** The handle, unless given. */
  readonly displayName?: string | undefined
}

/** Asks for an account. Whether the address has one already is told to its owner only, by mail. */
export class Register {
  readonly #accounts: AccountRepository
  readonly #choice: PasswordChoice
  readonly #tokens: OneTimeTokenIssuer
  readonly #mailer: AccountMailer
  readonly #ids: IdGenerator

  constructor(accounts: AccountRepository, choice: PasswordChoice, tokens: OneTimeTokenIssuer, mailer: AccountMailer, ids: IdGenerator) {
    this.#accounts = accounts
    this.#choice = choice
    this.#tokens = tokens
    this.#mailer = mailer
    this.#ids = ids
  }

  /** @throws ValidationFailed, HandleTaken */
  async execute(command: RegisterCommand): Promise<void> {
    const email = parseEmail(command.email)
    const { handle, displayName = handle } = command
    if (isReservedHandle(handle)) throw new HandleTaken()
    // Hashed for a known address too: the time an answer takes must not tell.
    const passwordHash = await this.#choice.hash({ text: command.password, about: wordsAbout({ email, handle, displayName }) })
    const { token, stored } = this.#tokens.issue(verificationLifetime)
    const id = this.#ids.next() as UserId
    const registered = await this.#accounts.register({ id, email, passwordHash, handle, displayName }, stored)
    await (registered ? this.#mailer.verification(email, token) : this.#mailer.alreadyRegistered(email))
  }
}
