import assert from 'node:assert/strict'
import type { NotificationPreferences } from '../../src/application/ports/notification-preferences.js'
import { defaultNotificationSettings } from '../../src/domain/notifications/notification-settings.js'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import { makeUsers } from './world.js'

export interface NotificationPreferencesSubject {
  readonly storage: Storage
  readonly preferences: NotificationPreferences
}

export const notificationPreferencesContract: Contract<NotificationPreferencesSubject> = {
  port: 'NotificationPreferences',
  rules: [
    {
      id: 'NS1',
      says: 'who never set anything up is told of everything, with its words',
      async check({ storage, preferences }) {
        const [ada] = await makeUsers(storage, 1)
        assert.ok(ada)
        assert.deepEqual(await preferences.find(ada.id), { level: 'all', showPreview: true })
        assert.deepEqual(await preferences.change(ada.id, {}), defaultNotificationSettings)
      },
    },
    {
      id: 'NS2',
      says: 'changes what is given and nothing else, for this user alone',
      async check({ storage, preferences }) {
        const [ada, bob] = await makeUsers(storage, 2)
        assert.ok(ada && bob)
        assert.deepEqual(await preferences.change(ada.id, { showPreview: false }), { level: 'all', showPreview: false })
        assert.deepEqual(await preferences.change(ada.id, { level: 'mentions' }), { level: 'mentions', showPreview: false })
        assert.deepEqual(await preferences.find(ada.id), { level: 'mentions', showPreview: false })
        assert.deepEqual(await preferences.find(bob.id), defaultNotificationSettings)
      },
    },
    {
      id: 'NS2',
      says: 'changes of different things at the same moment are all kept',
      async check({ storage, preferences }) {
        const [ada] = await makeUsers(storage, 1)
        assert.ok(ada)
        await Promise.all(([{ level: 'none' }, { showPreview: false }] as const).map((changes) => preferences.change(ada.id, changes)))
        assert.deepEqual(await preferences.find(ada.id), { level: 'none', showPreview: false })
      },
    },
  ],
}
