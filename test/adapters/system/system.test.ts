import { ManualClock } from '../../../src/adapters/memory/manual-clock.js'
import { ManualTimers } from '../../../src/adapters/memory/manual-timers.js'
import { CryptoSecrets } from '../../../src/adapters/system/crypto-secrets.js'
import { SystemClock } from '../../../src/adapters/system/system-clock.js'
import { SystemTimers } from '../../../src/adapters/system/system-timers.js'
import { UuidV7Generator } from '../../../src/adapters/system/uuid-v7-generator.js'
import { clockContract } from '../../contracts/clock.contract.js'
import type { Contract } from '../../contracts/contract.js'
import { idGeneratorContract } from '../../contracts/id-generator.contract.js'
import { secretsContract } from '../../contracts/secrets.contract.js'
import { timersContract } from '../../contracts/timers.contract.js'
import { runContract } from '../../support/run-contract.js'

const run = <Subject>(contract: Contract<Subject>, label: string, subject: Subject) =>
  runContract(contract, label, async () => ({ subject, dispose: async () => undefined }))

const manual = new ManualTimers()

run(clockContract, 'the system', new SystemClock())
run(clockContract, 'hand', new ManualClock())
run(timersContract, 'the system', {
  timers: new SystemTimers(),
  pass: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds + 5)),
})
run(timersContract, 'hand', { timers: manual, pass: (milliseconds) => manual.advance(milliseconds) })
run(idGeneratorContract, 'uuid', new UuidV7Generator())
run(secretsContract, 'node:crypto', new CryptoSecrets())
