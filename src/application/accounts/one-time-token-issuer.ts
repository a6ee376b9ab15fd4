import type { StoredToken } from '../ports/account-repository.js'
import type { Clock } from '../ports/clock.js'
import type { Secrets } from '../ports/secrets.js'

/** Makes the tokens that go out by mail. */
export class OneTimeTokenIssuer {
  readonly #secrets: Secrets
  readonly #clock: Clock

  constructor(secrets: Secrets, clock: Clock) {
    this.#secrets = secrets
    this.#clock = clock
  }

  /** A token for the mail, and what is stored of it. `lifetime` is in milliseconds. */
  issue(lifetime: number): { readonly token: string; readonly stored: StoredToken } {
    const token = this.#secrets.random()
    const createdAt = this.#clock.now()
    return { token, stored: { hash: this.#secrets.hash(token), createdAt, expiresAt: new Date(createdAt.getTime() + lifetime) } }
  }
}
