import { ApiProblem, SessionEnded } from './problem.js'
import type { Session } from './session.js'
import type { Call, Transport } from './transport.js'

/** Calls in the name of the one who is signed in, and of nobody who signs in meanwhile. A token that is refused is renewed, and the call made once more. */
export class Http {
  readonly #transport: Transport
  readonly #session: Session

  constructor(transport: Transport, session: Session) {
    this.#transport = transport
    this.#session = session
  }

  async call<T>(call: Call<T>): Promise<T> {
    const caller = this.#session.userId
    const token = await this.#session.token()
    this.#requireStill(caller)
    try {
      return await this.#transport(call, token)
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error
      const next = await this.#session.replace(token)
      this.#requireStill(caller)
      return this.#transport(call, next)
    }
  }

  #requireStill(caller: string | null): void {
    if (caller !== null && this.#session.userId !== caller) throw new SessionEnded()
  }

  /** A call that needs nobody to be signed in. */
  callPublic<T>(call: Call<T>): Promise<T> {
    return this.#transport(call, null)
  }
}
