import type { CommonPasswords } from '../../application/ports/common-passwords.js'
import type { Password } from '../../domain/password.js'

/** The list that zxcvbn-ts keeps, of some 50,000; read into memory when the first password is chosen. */
export class PackagedCommonPasswords implements CommonPasswords {
  #list: Promise<ReadonlySet<string>> | null = null

  async includes(password: Password): Promise<boolean> {
    this.#list ??= load()
    return (await this.#list).has(password.toLowerCase())
  }
}

async function load(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'])
}
