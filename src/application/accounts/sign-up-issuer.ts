import { verificationLifetime, wordsAbout } from '../../domain/account.js'
import { parseEmail } from '../../domain/email.js'
import type { UserId } from '../../domain/ids.js'
import { parseDisplayName, parseHandle } from '../../domain/user.js'
import type { PasswordChoice } from '../credentials/password-choice.js'
import type { Registration, StoredToken } from '../ports/account-repository.js'
import type { IdGenerator } from '../ports/id-generator.js'
import type { OneTimeTokenIssuer } from './one-time-token-issuer.js'

export interface SignUpForm {
  readonly email: string
  readonly password: string
  readonly handle: string
  /** The handle, unless given. */
  readonly displayName?: string | undefined
}

export interface SignUp {
  readonly registration: Registration
  readonly token: string
  readonly stored: StoredToken
}

/** Makes sign-ups and the tokens that verify them. Stores nothing. */
export class SignUpIssuer {
  readonly #choice: PasswordChoice
  readonly #tokens: OneTimeTokenIssuer
  readonly #ids: IdGenerator

  constructor(choice: PasswordChoice, tokens: OneTimeTokenIssuer, ids: IdGenerator) {
    this.#choice = choice
    this.#tokens = tokens
    this.#ids = ids
  }

  /** @throws ValidationFailed, HandleTaken */
  async begin(form: SignUpForm): Promise<SignUp> {
    const email = parseEmail(form.email)
    const handle = parseHandle(form.handle)
    const displayName = parseDisplayName(form.displayName ?? handle)
    const passwordHash = await this.#choice.hash({ text: form.password, about: wordsAbout({ email, handle, displayName }) })
    const id = this.#ids.next() as UserId
    return { registration: { id, email, passwordHash, handle, displayName }, ...this.#tokens.issue(verificationLifetime) }
  }
}
