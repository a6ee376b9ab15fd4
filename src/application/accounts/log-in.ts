import { parseEmail } from '../../domain/email.js'
import { EmailNotVerified, InvalidCredentials } from '../../domain/errors.js'
import { normalisePassword } from '../../domain/password.js'
import type { AccountRepository } from '../ports/account-repository.js'
import type { PasswordHasher } from '../ports/password-hasher.js'
import type { SessionRepository } from '../ports/session-repository.js'
import type { SessionIssuer } from './session-issuer.js'
import type { SignedIn } from './token-pair.js'

export interface LogInCommand {
  readonly email: string
  readonly password: string
  readonly device: string | null
  readonly ip: string | null
}

export class LogIn {
  readonly #accounts: AccountRepository
  readonly #hasher: PasswordHasher
  readonly #sessions: SessionRepository
  readonly #issuer: SessionIssuer

  constructor(accounts: AccountRepository, hasher: PasswordHasher, sessions: SessionRepository, issuer: SessionIssuer) {
    this.#accounts = accounts
    this.#hasher = hasher
    this.#sessions = sessions
    this.#issuer = issuer
  }

  /** @throws InvalidCredentials, the same for an unknown address and a wrong password; EmailNotVerified for the right one too early */
  async execute(command: LogInCommand): Promise<SignedIn> {
    const account = await this.#accounts.findByEmail(parseEmail(command.email))
    const isRight = await this.#hasher.verify(account?.passwordHash ?? null, normalisePassword(command.password))
    if (account === null || !isRight || account.disabledAt !== null) throw new InvalidCredentials()
    if (account.user === null) throw new EmailNotVerified()
    const { session, pair } = await this.#issuer.begin(account.id, command)
    await this.#sessions.open(session)
    return { ...pair, user: account.user }
  }
}
