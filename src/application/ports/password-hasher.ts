import type { Password } from '../../domain/password.js'

/** Slow on purpose. Throws Unavailable at once when too many are waiting. */
export interface PasswordHasher {
  /** [PH1] A salted hash that `verify` accepts for this password only; different each time. */
  hash(password: Password): Promise<string>
  /** [PH2] `null` stands for somebody who does not exist: `false`, after as much work as for a wrong password. */
  verify(hash: string | null, password: Password): Promise<boolean>
  /** [PH3] Whether the hash was made with less work than `hash` does now. */
  needsRehash(hash: string): boolean
}
