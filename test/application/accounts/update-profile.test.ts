import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { UpdateProfile } from '../../../src/application/accounts/update-profile.js'
import type { ProfileRepository } from '../../../src/application/ports/profile-repository.js'
import type { PresenceAnnouncer } from '../../../src/application/presence/presence-announcer.js'
import { HandleTaken, NotFound, ValidationFailed } from '../../../src/domain/errors.js'
import { email } from '../../support/accounts.js'
import { ada } from '../../support/people.js'

afterEach(() => td.reset())

describe('UpdateProfile', () => {
  const setUp = () => {
    const profiles = td.object<ProfileRepository>()
    const announcer = td.object<Pick<PresenceAnnouncer, 'announceProfile'>>()
    td.when(announcer.announceProfile(td.matchers.anything())).thenResolve(undefined)
    return { profiles, announcer, updateProfile: new UpdateProfile(profiles, announcer) }
  }

  it('changes what is given, and tells of it', async () => {
    const { profiles, announcer, updateProfile } = setUp()
    const profile = { user: ada, email }
    td.when(profiles.update(ada.id, { displayName: 'Ada L.' })).thenResolve(profile)
    td.when(profiles.update(ada.id, { handle: 'lovelace' })).thenResolve(profile)
    expect(await updateProfile.execute({ userId: ada.id, displayName: 'Ada L.', handle: undefined })).toBe(profile)
    expect(await updateProfile.execute({ userId: ada.id, handle: 'lovelace' })).toBe(profile)
    expect(td.explain(announcer.announceProfile).calls.map(({ args }) => args)).toEqual([[ada], [ada]])
  })

  it('changes it also where nobody can be told', async () => {
    const { profiles, announcer, updateProfile } = setUp()
    const profile = { user: ada, email }
    td.when(profiles.update(ada.id, { displayName: 'Ada L.' })).thenResolve(profile)
    td.when(announcer.announceProfile(ada)).thenReject(new Error('the database is away'))
    expect(await updateProfile.execute({ userId: ada.id, displayName: 'Ada L.' })).toBe(profile)
  })

  it('S52 takes no handle or name that another would be mistaken for, and gives no reserved one away', async () => {
    const { profiles, updateProfile } = setUp()
    await expect(updateProfile.execute({ userId: ada.id, handle: 'everyone' })).rejects.toThrow(HandleTaken)
    await expect(updateProfile.execute({ userId: ada.id, handle: 'Ada L.' })).rejects.toThrow(ValidationFailed)
    await expect(updateProfile.execute({ userId: ada.id, displayName: 'Ada\u202e' })).rejects.toThrow(ValidationFailed)
    expect(td.explain(profiles.update).callCount).toBe(0)
  })

  it('finds nobody who is gone', async () => {
    const { profiles, updateProfile } = setUp()
    td.when(profiles.update(ada.id, {})).thenResolve(null)
    await expect(updateProfile.execute({ userId: ada.id })).rejects.toThrow(NotFound)
  })
})
