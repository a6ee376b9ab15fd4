import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { ManualTimers } from '../../../src/adapters/memory/manual-timers.js'
import { OneTimeTokenIssuer } from '../../../src/application/accounts/one-time-token-issuer.js'
import { ChangePassword } from '../../../src/application/credentials/change-password.js'
import { PasswordChange } from '../../../src/application/credentials/password-change.js'
import type { PasswordCheck } from '../../../src/application/credentials/password-check.js'
import type { PasswordChoice } from '../../../src/application/credentials/password-choice.js'
import { RequestPasswordReset } from '../../../src/application/credentials/request-password-reset.js'
import { ResetPassword } from '../../../src/application/credentials/reset-password.js'
import { SteadyPace } from '../../../src/application/credentials/steady-pace.js'
import type { AccountMailer } from '../../../src/application/ports/account-mailer.js'
import type { CredentialRepository } from '../../../src/application/ports/credential-repository.js'
import type { LiveConnections } from '../../../src/application/ports/live-connections.js'
import type { Secrets } from '../../../src/application/ports/secrets.js'
import type { SecurityNotices } from '../../../src/application/ports/security-notices.js'
import { resetLifetime, wordsAbout } from '../../../src/domain/account.js'
import { InvalidCredentials, TokenUsedOrExpired, ValidationFailed } from '../../../src/domain/errors.js'
import type { SessionId } from '../../../src/domain/ids.js'
import { account, email, sessionId } from '../../support/accounts.js'
import { ada, at } from '../../support/people.js'

afterEach(() => td.reset())

const clock = { now: () => at }
const other = '50000000-0000-7000-8000-000000000001' as SessionId
const about = wordsAbout({ email, ...ada })
const stored = { hash: 'hash of the token', createdAt: at, expiresAt: new Date(at.getTime() + resetLifetime) }
const chosen = { hash: 'new hash', at }

const setUp = () => {
  const credentials = td.object<CredentialRepository>()
  const choice = td.object<PasswordChoice>()
  const check = td.object<PasswordCheck>()
  const secrets = td.object<Secrets>()
  const mailer = td.object<AccountMailer>()
  const live = td.object<LiveConnections>()
  const notices = td.object<SecurityNotices>()
  td.when(secrets.random()).thenReturn('the token')
  td.when(secrets.hash('the token')).thenReturn('hash of the token')
  td.when(choice.hash(td.matchers.contains({ text: 'a new password', about }))).thenResolve('new hash')
  return { credentials, choice, check, secrets, mailer, live, notices, change: new PasswordChange(live, notices) }
}

describe('RequestPasswordReset', () => {
  const requesting = (isDue: boolean, text = ' ADA@example.com') => {
    const { credentials, secrets, mailer } = setUp()
    const timers = new ManualTimers()
    td.when(credentials.putReset(email, stored)).thenResolve(isDue)
    const request = new RequestPasswordReset(credentials, new OneTimeTokenIssuer(secrets, clock), mailer, new SteadyPace(timers))
    return { credentials, mailer, timers, done: request.execute({ email: text }) }
  }

  it('mails a token that is good for an hour to the address of the account', async () => {
    const { mailer, timers, done } = requesting(true)
    await timers.advance(250)
    await done
    td.verify(mailer.passwordReset(email, 'the token'))
    expect(td.explain(mailer.nothing).callCount).toBe(0)
  })

  it.each([true, false])('S39 answers at the same moment whether there is somebody to mail or not: %p', async (isDue) => {
    const { timers, done } = requesting(isDue)
    let isDone = false
    void done.then(() => {
      isDone = true
    })
    await timers.advance(249)
    expect(isDone).toBe(false)
    await timers.advance(1)
    await done
    expect(isDone).toBe(true)
  })

  it('S39 does the same work where there is nobody to mail', async () => {
    const { mailer, timers, done } = requesting(false)
    await timers.advance(250)
    await done
    td.verify(mailer.nothing(email, 'the token'))
    expect(td.explain(mailer.passwordReset).callCount).toBe(0)
  })

  it('S50 refuses what is no address', async () => {
    const { credentials, done } = requesting(true, 'mıke@x.io')
    await expect(done).rejects.toThrow(ValidationFailed)
    expect(td.explain(credentials.putReset).callCount).toBe(0)
  })
})

describe('ResetPassword', () => {
  const command = { token: 'the token', password: 'a new password' }
  const setUpReset = (found = account()) => {
    const parts = setUp()
    td.when(parts.credentials.findByReset('hash of the token', at)).thenResolve(found)
    td.when(parts.credentials.reset('hash of the token', chosen)).thenResolve([sessionId, other])
    return { ...parts, reset: new ResetPassword(parts.credentials, parts.choice, parts.change, parts.secrets, clock) }
  }

  it('S44 stores the password, closes every socket of the account and tells its owner', async () => {
    const { reset, live, notices } = setUpReset()
    await reset.execute(command)
    td.verify(live.endSessions(ada.id, [sessionId, other]))
    td.verify(notices.passwordChanged(email))
  })

  it('S41 refuses a token that is not good before any work, and uses none up', async () => {
    const { credentials, choice, reset } = setUpReset()
    td.when(credentials.findByReset('hash of the token', at)).thenResolve(null)
    await expect(reset.execute(command)).rejects.toThrow(TokenUsedOrExpired)
    expect(td.explain(choice.hash).callCount + td.explain(credentials.reset).callCount).toBe(0)
  })

  it('S53 leaves the token good when the password is refused', async () => {
    const { credentials, choice, reset } = setUpReset()
    td.when(choice.hash(td.matchers.contains({ text: 'password', about }))).thenReject(new ValidationFailed([]))
    await expect(reset.execute({ ...command, password: 'password' })).rejects.toThrow(ValidationFailed)
    expect(td.explain(credentials.reset).callCount).toBe(0)
  })
})

describe('ChangePassword', () => {
  const command = { userId: ada.id, sessionId, currentPassword: 'the old one', newPassword: 'a new password' }
  const setUpChange = () => {
    const parts = setUp()
    td.when(parts.check.again(ada.id, 'the old one')).thenResolve(account())
    td.when(parts.credentials.change(ada.id, at, chosen, sessionId)).thenResolve([other])
    return { ...parts, changePassword: new ChangePassword(parts.credentials, parts.check, parts.choice, parts.change, clock) }
  }

  it('S30 stores the password, closes the sockets of the other sessions and tells the owner', async () => {
    const { changePassword, live, notices } = setUpChange()
    await changePassword.execute(command)
    td.verify(live.endSessions(ada.id, [other]))
    td.verify(notices.passwordChanged(email))
  })

  it('S59 needs the current password', async () => {
    const { changePassword, check, credentials } = setUpChange()
    td.when(check.again(ada.id, 'the old one')).thenReject(new InvalidCredentials())
    await expect(changePassword.execute(command)).rejects.toThrow(InvalidCredentials)
    expect(td.explain(credentials.change).callCount).toBe(0)
  })

  it('S59 loses against another change of the same moment, whose password is the current one', async () => {
    const { changePassword, credentials, notices, live } = setUpChange()
    td.when(credentials.change(ada.id, at, chosen, sessionId)).thenResolve(null)
    await expect(changePassword.execute(command)).rejects.toThrow(InvalidCredentials)
    expect(td.explain(notices.passwordChanged).callCount + td.explain(live.endSessions).callCount).toBe(0)
  })
})
