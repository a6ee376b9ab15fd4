import type { Password } from '../../domain/password.js'

/** What everybody's list of passwords to try begins with. */
export interface CommonPasswords {
  /** [CP1] Whether it is one of at least the 3,000 most used of those long enough to be chosen, letter case aside. */
  includes(password: Password): Promise<boolean>
}
