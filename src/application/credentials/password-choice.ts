import { ValidationFailed } from '../../domain/errors.js'
import { isMadeOf, isPattern, parsePassword } from '../../domain/password.js'
import type { CommonPasswords } from '../ports/common-passwords.js'
import type { PasswordHasher } from '../ports/password-hasher.js'

const serviceName = 'parley'

export interface ChosenPassword {
  readonly text: string
  /** What its owner is known by. */
  readonly about: readonly string[]
  /** The field of the request that it came in. */
  readonly path?: string
}

/** What every password goes through that somebody chooses. */
export class PasswordChoice {
  readonly #hasher: PasswordHasher
  readonly #common: CommonPasswords

  constructor(hasher: PasswordHasher, common: CommonPasswords) {
    this.#hasher = hasher
    this.#common = common
  }

  /** Its hash. @throws ValidationFailed for one that is too short or long, or among the first that anybody would try */
  async hash({ text, about, path = 'password' }: ChosenPassword): Promise<string> {
    const password = parsePassword(text, path)
    const refuse = (message: string) => new ValidationFailed([{ path, message }])
    if (isMadeOf(password, [...about, serviceName])) throw refuse('must not be made of your name, your address or the name of this service')
    if (isPattern(password) || (await this.#common.includes(password))) throw refuse('is one that very many people use')
    return this.#hasher.hash(password)
  }
}
