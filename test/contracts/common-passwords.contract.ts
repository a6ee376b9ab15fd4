import assert from 'node:assert/strict'
import type { CommonPasswords } from '../../src/application/ports/common-passwords.js'
import { normalisePassword } from '../../src/domain/password.js'
import type { Contract } from './contract.js'

export const commonPasswordsContract: Contract<CommonPasswords> = {
  port: 'CommonPasswords',
  rules: [
    {
      id: 'CP1',
      says: 'knows what very many people use, in whatever letter case, and nothing that somebody thought of',
      check: async (common) => {
        for (const text of ['password', '12345678', 'qwertyuiop', 'iloveyou1', 'Password1', 'PASSWORD123', 'football1', '1q2w3e4r5t']) {
          assert.equal(await common.includes(normalisePassword(text)), true, text)
        }
        for (const text of ['correct horse battery staple', 'Zoë’s pâsswörd', 'x7#kfmPq2!vv', 'toString', '__proto__']) {
          assert.equal(await common.includes(normalisePassword(text)), false, text)
        }
      },
    },
  ],
}
