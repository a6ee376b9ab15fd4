import { wordsAbout } from '../../domain/account.js'
import { TokenUsedOrExpired } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import type { Clock } from '../ports/clock.js'
import type { CredentialRepository } from '../ports/credential-repository.js'
import type { Secrets } from '../ports/secrets.js'
import type { PasswordChange } from './password-change.js'
import type { PasswordChoice } from './password-choice.js'

export interface ResetPasswordCommand {
  readonly token: string
  readonly password: string
}

/** Chooses a new password with the token from the mail. Every session ends; nobody is signed in by it. */
export class ResetPassword {
  readonly #credentials: CredentialRepository
  readonly #choice: PasswordChoice
  readonly #change: PasswordChange
  readonly #secrets: Secrets
  readonly #clock: Clock

  constructor(credentials: CredentialRepository, choice: PasswordChoice, change: PasswordChange, secrets: Secrets, clock: Clock) {
    this.#credentials = credentials
    this.#choice = choice
    this.#change = change
    this.#secrets = secrets
    this.#clock = clock
  }

  /** Answers whose it is. @throws TokenUsedOrExpired; ValidationFailed, and the token stays good */
  async execute({ token, password }: ResetPasswordCommand): Promise<UserId> {
    const tokenHash = this.#secrets.hash(token)
    // Looked at first: no work is done for a made-up token, and a password that is refused can be replaced.
    const account = await this.#credentials.findByReset(tokenHash, this.#clock.now())
    if (!account?.user) throw new TokenUsedOrExpired()
    const hash = await this.#choice.hash({ text: password, about: wordsAbout({ email: account.email, ...account.user }) })
    const ended = await this.#credentials.reset(tokenHash, { hash, at: this.#clock.now() })
    await this.#change.announce(account, ended)
    return account.id
  }
}
