import { parseEmail } from '../../domain/email.js'
import { EmailNotVerified } from '../../domain/errors.js'
import type { PasswordCheck } from '../credentials/password-check.js'
import type { SessionOpener } from '../sessions/session-opener.js'
import type { SignedIn } from './token-pair.js'

export interface LogInCommand {
  readonly email: string
  readonly password: string
  readonly device: string | null
  readonly ip: string | null
}

export class LogIn {
  readonly #check: PasswordCheck
  readonly #opener: SessionOpener

  constructor(check: PasswordCheck, opener: SessionOpener) {
    this.#check = check
    this.#opener = opener
  }

  /** @throws InvalidCredentials, the same for an unknown address and a wrong password; EmailNotVerified for the right one too early */
  async execute({ email, password, device, ip }: LogInCommand): Promise<SignedIn> {
    const account = await this.#check.byEmail(parseEmail(email), password)
    if (account.user === null) throw new EmailNotVerified()
    return { ...(await this.#opener.open(account, { device, ip })), user: account.user }
  }
}
