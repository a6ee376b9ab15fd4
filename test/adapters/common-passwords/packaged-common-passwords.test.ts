import { PackagedCommonPasswords } from '../../../src/adapters/common-passwords/packaged-common-passwords.js'
import { commonPasswordsContract } from '../../contracts/common-passwords.contract.js'
import { runContract } from '../../support/run-contract.js'

runContract(commonPasswordsContract, 'a packaged list', async () => ({
  subject: new PackagedCommonPasswords(),
  dispose: async () => undefined,
}))
