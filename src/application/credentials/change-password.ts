import { wordsAbout } from '../../domain/account.js'
import { InvalidCredentials } from '../../domain/errors.js'
import type { SessionId, UserId } from '../../domain/ids.js'
import type { Clock } from '../ports/clock.js'
import type { CredentialRepository } from '../ports/credential-repository.js'
import type { PasswordChange } from './password-change.js'
import type { PasswordCheck } from './password-check.js'
import type { PasswordChoice } from './password-choice.js'

export interface ChangePasswordCommand {
  readonly userId: UserId
  /** The one that stays. */
  readonly sessionId: SessionId
  readonly currentPassword: string
  readonly newPassword: string
}

export class ChangePassword {
  readonly #credentials: CredentialRepository
  readonly #check: PasswordCheck
  readonly #choice: PasswordChoice
  readonly #change: PasswordChange
  readonly #clock: Clock

  constructor(credentials: CredentialRepository, check: PasswordCheck, choice: PasswordChoice, change: PasswordChange, clock: Clock) {
    this.#credentials = credentials
    this.#check = check
    this.#choice = choice
    this.#change = change
    this.#clock = clock
  }

  /** @throws InvalidCredentials unless it is the current password, also if that was changed at the same moment; ValidationFailed */
  async execute({ userId, sessionId, currentPassword, newPassword }: ChangePasswordCommand): Promise<void> {
    const account = await this.#check.again(userId, currentPassword)
    const about = account.user ? wordsAbout({ email: account.email, ...account.user }) : []
    const hash = await this.#choice.hash({ text: newPassword, about, path: 'newPassword' })
    const password = { hash, at: this.#clock.now() }
    const ended = await this.#credentials.change(userId, account.passwordChangedAt, password, sessionId)
    if (ended === null) throw new InvalidCredentials('The password is wrong.')
    await this.#change.announce(account, ended)
  }
}
