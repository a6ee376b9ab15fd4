import { parseEmail } from '../../domain/email.js'
import { EmailNotVerified } from '../../domain/errors.js'
import type { PasswordCheck } from '../credentials/password-check.js'
import type { SteadyPace } from '../credentials/steady-pace.js'
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
  readonly #pace: SteadyPace

  constructor(check: PasswordCheck, opener: SessionOpener, pace: SteadyPace) {
    this.#check = check
    this.#opener = opener
    this.#pace = pace
  }

  /** @throws InvalidCredentials, the same and in the same time for an unknown address and a wrong password; EmailNotVerified for the right one too early */
  async execute({ email, password, device, ip }: LogInCommand): Promise<SignedIn> {
    const address = parseEmail(email)
    const account = await this.#pace.refusalsOf(() => this.#check.byEmail(address, password))
    if (account.user === null) throw new EmailNotVerified()
    return { ...(await this.#opener.open(account, { device, ip })), user: account.user }
  }
}
