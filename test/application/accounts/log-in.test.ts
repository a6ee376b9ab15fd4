import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { LogIn } from '../../../src/application/accounts/log-in.js'
import type { SessionIssuer } from '../../../src/application/accounts/session-issuer.js'
import { UpdateProfile } from '../../../src/application/accounts/update-profile.js'
import type { AccountRepository } from '../../../src/application/ports/account-repository.js'
import type { PasswordHasher } from '../../../src/application/ports/password-hasher.js'
import type { ProfileRepository } from '../../../src/application/ports/profile-repository.js'
import type { SessionRepository } from '../../../src/application/ports/session-repository.js'
import { EmailNotVerified, HandleTaken, InvalidCredentials, NotFound } from '../../../src/domain/errors.js'
import { normalisePassword } from '../../../src/domain/password.js'
import { account, aSession, email, pair } from '../../support/accounts.js'
import { ada, at } from '../../support/people.js'

afterEach(() => td.reset())

describe('LogIn', () => {
  const command = { email: 'Ada@example.com ', password: 'correct horse', device: 'Firefox', ip: '127.0.0.1' }
  const password = normalisePassword('correct horse')
  const setUp = () => {
    const accounts = td.object<AccountRepository>()
    const hasher = td.object<PasswordHasher>()
    const sessions = td.object<SessionRepository>()
    const issuer = td.object<SessionIssuer>()
    td.when(hasher.verify('argon2', password)).thenResolve(true)
    td.when(hasher.verify(td.matchers.not('argon2'), td.matchers.anything())).thenResolve(false)
    td.when(issuer.begin(ada.id, td.matchers.contains({ device: 'Firefox', ip: '127.0.0.1' }))).thenResolve({ session: aSession(), pair })
    return { accounts, hasher, sessions, logIn: new LogIn(accounts, hasher, sessions, issuer) }
  }

  it('opens a session and hands out its tokens with the user', async () => {
    const { accounts, sessions, logIn } = setUp()
    td.when(accounts.findByEmail(email)).thenResolve(account())
    expect(await logIn.execute(command)).toEqual({ ...pair, user: ada })
    td.verify(sessions.open(aSession()))
  })

  it('S54 takes the password however it was composed', async () => {
    const { accounts, hasher, logIn } = setUp()
    td.when(accounts.findByEmail(email)).thenResolve(account())
    td.when(hasher.verify('argon2', normalisePassword('é'.normalize('NFC')))).thenResolve(true)
    await expect(logIn.execute({ ...command, password: 'é'.normalize('NFD') })).resolves.toMatchObject({ user: ada })
  })

  it('S37 refuses an unknown address as it does a wrong password, after checking one all the same', async () => {
    const { accounts, hasher, sessions, logIn } = setUp()
    td.when(accounts.findByEmail(email)).thenResolve(null)
    await expect(logIn.execute(command)).rejects.toThrow(InvalidCredentials)
    expect(td.explain(hasher.verify).calls.map(({ args }) => args)).toEqual([[null, password]])
    td.when(accounts.findByEmail(email)).thenResolve(account())
    await expect(logIn.execute({ ...command, password: 'wrong horse' })).rejects.toThrow(new InvalidCredentials())
    expect(td.explain(sessions.open).callCount).toBe(0)
  })

  it('S40 tells only who knows the password that the address is not verified', async () => {
    const { accounts, sessions, logIn } = setUp()
    td.when(accounts.findByEmail(email)).thenResolve(account({ user: null, verifiedAt: null }))
    await expect(logIn.execute(command)).rejects.toThrow(EmailNotVerified)
    td.when(accounts.findByEmail(email)).thenResolve(account({ user: null, verifiedAt: null, passwordHash: 'of another' }))
    await expect(logIn.execute(command)).rejects.toThrow(InvalidCredentials)
    expect(td.explain(sessions.open).callCount).toBe(0)
  })

  it('refuses a disabled account', async () => {
    const { accounts, logIn } = setUp()
    td.when(accounts.findByEmail(email)).thenResolve(account({ disabledAt: at }))
    await expect(logIn.execute(command)).rejects.toThrow(InvalidCredentials)
  })
})

describe('UpdateProfile', () => {
  const setUp = () => {
    const profiles = td.object<ProfileRepository>()
    return { profiles, updateProfile: new UpdateProfile(profiles) }
  }

  it('changes what is given', async () => {
    const { profiles, updateProfile } = setUp()
    const profile = { user: ada, email }
    td.when(profiles.update(ada.id, { displayName: 'Ada L.' })).thenResolve(profile)
    td.when(profiles.update(ada.id, { handle: 'lovelace' })).thenResolve(profile)
    expect(await updateProfile.execute({ userId: ada.id, displayName: 'Ada L.', handle: undefined })).toBe(profile)
    expect(await updateProfile.execute({ userId: ada.id, handle: 'lovelace' })).toBe(profile)
  })

  it('S52 does not give away a reserved handle', async () => {
    const { profiles, updateProfile } = setUp()
    await expect(updateProfile.execute({ userId: ada.id, handle: 'everyone' })).rejects.toThrow(HandleTaken)
    expect(td.explain(profiles.update).callCount).toBe(0)
  })

  it('finds nobody who is gone', async () => {
    const { profiles, updateProfile } = setUp()
    td.when(profiles.update(ada.id, {})).thenResolve(null)
    await expect(updateProfile.execute({ userId: ada.id })).rejects.toThrow(NotFound)
  })
})
