import assert from 'node:assert/strict'
import type { InstanceAdmins } from '../../src/application/ports/instance-admins.js'
import type { UserId } from '../../src/domain/ids.js'
import type { Contract } from './contract.js'
import { someTime } from './world.js'

export interface InstanceAdminsSubject {
  readonly admins: InstanceAdmins
  /** Somebody whom the settings name. */
  readonly named: UserId
  newUser(): Promise<UserId>
}

export const instanceAdminsContract: Contract<InstanceAdminsSubject> = {
  port: 'InstanceAdmins',
  rules: [
    {
      id: 'IA1',
      says: 'whom the settings name is one, somebody else is not',
      async check({ admins, named, newUser }) {
        assert.deepEqual([await admins.includes(named), await admins.includes(await newUser())], [true, false])
      },
    },
    {
      id: 'IA2',
      says: 'who is appointed is one, however often',
      async check({ admins, named, newUser }) {
        const user = await newUser()
        await Promise.all([admins.appoint(user, named, someTime), admins.appoint(user, named, someTime)])
        assert.equal(await admins.includes(user), true)
      },
    },
    {
      id: 'IA3',
      says: 'an appointment can be taken back, what the settings say cannot',
      async check({ admins, named, newUser }) {
        const user = await newUser()
        await admins.appoint(user, named, someTime)
        for (const each of [user, user, named]) await admins.dismiss(each)
        assert.deepEqual([await admins.includes(user), await admins.includes(named)], [false, true])
      },
    },
  ],
}
