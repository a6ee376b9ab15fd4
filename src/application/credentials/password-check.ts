import type { Account } from '../../domain/account.js'
import type { Email } from '../../domain/email.js'
import { InvalidCredentials } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import { normalisePassword } from '../../domain/password.js'
import type { AccountRepository } from '../ports/account-repository.js'
import type { CredentialRepository } from '../ports/credential-repository.js'
import type { PasswordHasher } from '../ports/password-hasher.js'

/** Whether somebody knows the password of an account. */
export class PasswordCheck {
  readonly #accounts: AccountRepository
  readonly #credentials: CredentialRepository
  readonly #hasher: PasswordHasher

  constructor(accounts: AccountRepository, credentials: CredentialRepository, hasher: PasswordHasher) {
    this.#accounts = accounts
    this.#credentials = credentials
    this.#hasher = hasher
  }

  /** The account. @throws InvalidCredentials, the same and after as much work whether there is none, it is disabled or the password is wrong */
  async byEmail(email: Email, password: string): Promise<Account> {
    return this.#check(await this.#accounts.findByEmail(email), password, new InvalidCredentials())
  }

  /** Of somebody who is signed in, before a step that a borrowed session must not be able to take. @throws InvalidCredentials */
  async again(id: UserId, password: string): Promise<Account> {
    return this.#check(await this.#accounts.find(id), password, new InvalidCredentials('The password is wrong.'))
  }

  async #check(account: Account | null, text: string, refusal: InvalidCredentials): Promise<Account> {
    const password = normalisePassword(text)
    const isRight = await this.#hasher.verify(account?.passwordHash ?? null, password)
    if (account === null || !isRight || account.disabledAt !== null) throw refusal
    if (this.#hasher.needsRehash(account.passwordHash)) {
      await this.#credentials.rehash(account.id, account.passwordHash, await this.#hasher.hash(password))
    }
    return account
  }
}
