import type { SteadyPace } from '../credentials/steady-pace.js'
import type { AccountMailer } from '../ports/account-mailer.js'
import type { AccountRepository } from '../ports/account-repository.js'
import type { SignUpForm, SignUpIssuer } from './sign-up-issuer.js'

export type RegisterCommand = SignUpForm

/** Asks for an account. Whether the address has one already is told to its owner only, by mail: neither the answer nor its time tells. */
export class Register {
  readonly #signUps: SignUpIssuer
  readonly #accounts: AccountRepository
  readonly #mailer: AccountMailer
  readonly #pace: SteadyPace

  constructor(signUps: SignUpIssuer, accounts: AccountRepository, mailer: AccountMailer, pace: SteadyPace) {
    this.#signUps = signUps
    this.#accounts = accounts
    this.#mailer = mailer
    this.#pace = pace
  }

  /** @throws ValidationFailed, HandleTaken */
  async execute(command: RegisterCommand): Promise<void> {
    await this.#pace.run(async () => {
      const { registration, token, stored } = await this.#signUps.begin(command)
      const { email, handle } = registration
      const isRegistered = await this.#accounts.register(registration, stored)
      await (isRegistered ? this.#mailer.verification(email, token, handle) : this.#mailer.alreadyRegistered(email))
    })
  }
}
