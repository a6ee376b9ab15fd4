import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { LogIn } from '../../../src/application/accounts/log-in.js'
import type { SessionIssuer } from '../../../src/application/accounts/session-issuer.js'
import { PasswordCheck } from '../../../src/application/credentials/password-check.js'
import type { AccountRepository } from '../../../src/application/ports/account-repository.js'
import type { CredentialRepository } from '../../../src/application/ports/credential-repository.js'
import type { LiveConnections } from '../../../src/application/ports/live-connections.js'
import type { PasswordHasher } from '../../../src/application/ports/password-hasher.js'
import type { SessionDirectory } from '../../../src/application/ports/session-directory.js'
import type { SessionRepository } from '../../../src/application/ports/session-repository.js'
import { SessionOpener } from '../../../src/application/sessions/session-opener.js'
import type { Account } from '../../../src/domain/account.js'
import { EmailNotVerified, InvalidCredentials } from '../../../src/domain/errors.js'
import type { SessionId } from '../../../src/domain/ids.js'
import { normalisePassword } from '../../../src/domain/password.js'
import { maxSessions } from '../../../src/domain/session.js'
import { account, aSession, email, pair, sessionId } from '../../support/accounts.js'
import { noPace } from '../../support/no-pace.js'
import { ada, at, later } from '../../support/people.js'

afterEach(() => td.reset())

describe('LogIn', () => {
  const command = { email: 'Ada@example.com ', password: 'correct horse', device: 'Firefox', ip: '127.0.0.1' }
  const password = normalisePassword('correct horse')
  /** `found` is the account under the address, `after` what it is once the session was stored. */
  const setUp = (found: Account | null = account(), after = found) => {
    const accounts = td.object<AccountRepository>()
    const credentials = td.object<CredentialRepository>()
    const hasher = td.object<PasswordHasher>()
    const sessions = td.object<SessionRepository>()
    const directory = td.object<SessionDirectory>()
    const issuer = td.object<SessionIssuer>()
    const live = td.object<LiveConnections>()
    td.when(accounts.findByEmail(email)).thenResolve(found)
    td.when(accounts.find(ada.id)).thenResolve(after)
    td.when(hasher.verify('argon2', password)).thenResolve(true)
    td.when(hasher.verify(td.matchers.not('argon2'), td.matchers.anything())).thenResolve(false)
    td.when(issuer.begin(ada.id, { device: 'Firefox', ip: '127.0.0.1' })).thenResolve({ session: aSession(), pair })
    td.when(directory.endBeyond(ada.id, maxSessions, at)).thenResolve([])
    const opener = new SessionOpener(issuer, sessions, directory, accounts, live)
    const logIn = new LogIn(new PasswordCheck(accounts, credentials, hasher), opener, noPace)
    return { credentials, hasher, sessions, directory, live, logIn }
  }

  it('opens a session and hands out its tokens with the user', async () => {
    const { sessions, live, logIn } = setUp()
    expect(await logIn.execute(command)).toEqual({ ...pair, user: ada })
    td.verify(sessions.open(aSession()))
    expect(td.explain(live.endSessions).callCount).toBe(0)
  })

  it('S54 takes the password however it was composed', async () => {
    const { hasher, logIn } = setUp()
    td.when(hasher.verify('argon2', normalisePassword('é'.normalize('NFC')))).thenResolve(true)
    await expect(logIn.execute({ ...command, password: 'é'.normalize('NFD') })).resolves.toMatchObject({ user: ada })
  })

  it('S37 refuses an unknown address as it does a wrong password, after checking one all the same', async () => {
    const unknown = setUp(null)
    await expect(unknown.logIn.execute(command)).rejects.toThrow(new InvalidCredentials())
    expect(td.explain(unknown.hasher.verify).calls.map(({ args }) => args)).toEqual([[null, password]])
    const known = setUp()
    await expect(known.logIn.execute({ ...command, password: 'wrong horse' })).rejects.toThrow(new InvalidCredentials())
    expect(td.explain(known.sessions.open).callCount + td.explain(unknown.sessions.open).callCount).toBe(0)
  })

  it('S40 tells only who knows the password that the address is not verified', async () => {
    const right = setUp(account({ user: null, verifiedAt: null }))
    await expect(right.logIn.execute(command)).rejects.toThrow(EmailNotVerified)
    const wrong = setUp(account({ user: null, verifiedAt: null, passwordHash: 'of another' }))
    await expect(wrong.logIn.execute(command)).rejects.toThrow(InvalidCredentials)
    expect(td.explain(right.sessions.open).callCount + td.explain(wrong.sessions.open).callCount).toBe(0)
  })

  it('refuses a disabled account', async () => {
    await expect(setUp(account({ disabledAt: at })).logIn.execute(command)).rejects.toThrow(InvalidCredentials)
  })

  it.each([
    ['changed', account({ passwordChangedAt: later })],
    ['disabled', account({ disabledAt: later })],
    ['gone', null],
  ])('S30 leaves no session behind when the account was %s while it signed in', async (_, after) => {
    const { sessions, logIn } = setUp(account(), after)
    await expect(logIn.execute(command)).rejects.toThrow(InvalidCredentials)
    td.verify(sessions.end(sessionId, at))
  })

  it('S35 ends the sessions beyond the most that one may have, and closes their sockets', async () => {
    const { directory, live, logIn } = setUp()
    const oldest = ['50000000-0000-7000-8000-000000000001' as SessionId]
    td.when(directory.endBeyond(ada.id, maxSessions, at)).thenResolve(oldest)
    await logIn.execute(command)
    td.verify(live.endSessions(ada.id, oldest))
  })

  it('S56 hashes the password again where the hash was made with less work, and only if it is right', async () => {
    const { credentials, hasher, logIn } = setUp()
    td.when(hasher.needsRehash('argon2')).thenReturn(true)
    td.when(hasher.hash(password)).thenResolve('stronger')
    await logIn.execute(command)
    td.verify(credentials.rehash(ada.id, 'argon2', 'stronger'))
    await expect(logIn.execute({ ...command, password: 'wrong horse' })).rejects.toThrow(InvalidCredentials)
    expect(td.explain(credentials.rehash).callCount).toBe(1)
  })
})
