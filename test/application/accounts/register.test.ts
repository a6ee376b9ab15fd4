import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { ManualTimers } from '../../../src/adapters/memory/manual-timers.js'
import { FindSignUp } from '../../../src/application/accounts/find-sign-up.js'
import { OneTimeTokenIssuer } from '../../../src/application/accounts/one-time-token-issuer.js'
import { Register } from '../../../src/application/accounts/register.js'
import { ResendVerification } from '../../../src/application/accounts/resend-verification.js'
import { SignUpIssuer } from '../../../src/application/accounts/sign-up-issuer.js'
import { VerifyEmail } from '../../../src/application/accounts/verify-email.js'
import { PasswordChoice } from '../../../src/application/credentials/password-choice.js'
import { SteadyPace } from '../../../src/application/credentials/steady-pace.js'
import type { AccountMailer } from '../../../src/application/ports/account-mailer.js'
import type { AccountRepository } from '../../../src/application/ports/account-repository.js'
import type { CommonPasswords } from '../../../src/application/ports/common-passwords.js'
import type { PasswordHasher } from '../../../src/application/ports/password-hasher.js'
import type { Secrets } from '../../../src/application/ports/secrets.js'
import { parseEmail } from '../../../src/domain/email.js'
import { HandleTaken, ValidationFailed } from '../../../src/domain/errors.js'
import { normalisePassword } from '../../../src/domain/password.js'
import { noPace } from '../../support/no-pace.js'
import { ada, at } from '../../support/people.js'

afterEach(() => td.reset())

const clock = { now: () => at }
const email = parseEmail('ada@example.com')
const stored = { hash: 'hash of the token', createdAt: at, expiresAt: new Date(at.getTime() + 24 * 60 * 60_000) }

const setUp = () => {
  const accounts = td.object<AccountRepository>()
  const hasher = td.object<PasswordHasher>()
  const secrets = td.object<Secrets>()
  const mailer = td.object<AccountMailer>()
  const common = td.object<CommonPasswords>()
  td.when(common.includes(td.matchers.anything())).thenResolve(false)
  const timers = new ManualTimers()
  const pace = new SteadyPace(timers)
  td.when(secrets.random()).thenReturn('the token')
  td.when(secrets.hash('the token')).thenReturn('hash of the token')
  return {
    accounts,
    hasher,
    secrets,
    mailer,
    common,
    timers,
    pace,
    choice: new PasswordChoice(hasher, common),
    issuer: new OneTimeTokenIssuer(secrets, clock),
  }
}

describe('Register', () => {
  const command = { email: ' Ada@Example.com', password: 'Ünicode horse'.normalize('NFD'), handle: 'ada' }
  const registration = { id: ada.id, email, passwordHash: 'argon2', handle: 'ada', displayName: 'ada' }
  const registering = () => {
    const { accounts, hasher, mailer, choice, common, issuer } = setUp()
    td.when(hasher.hash(normalisePassword('Ünicode horse'.normalize('NFC')))).thenResolve('argon2')
    const register = new Register(new SignUpIssuer(choice, issuer, { next: () => ada.id }), accounts, mailer, noPace)
    return { accounts, hasher, mailer, common, register }
  }

  it('stores an account under the canonical address and mails its owner the token, of which it stores the hash', async () => {
    const { accounts, mailer, register } = registering()
    td.when(accounts.register(registration, stored)).thenResolve(true)

    await register.execute(command)
    td.verify(mailer.verification(email, 'the token', 'ada'))
    expect(td.explain(mailer.alreadyRegistered).callCount).toBe(0)
  })

  it('takes a display name of its own', async () => {
    const { accounts, mailer, register } = registering()
    td.when(accounts.register({ ...registration, displayName: 'Ada L.' }, stored)).thenResolve(true)

    await register.execute({ ...command, displayName: 'Ada L.' })
    td.verify(mailer.verification(email, 'the token', 'ada'))
  })

  it('S38 tells only the owner that an address has an account, after the same work', async () => {
    const { accounts, hasher, mailer, register } = registering()
    td.when(accounts.register(registration, stored)).thenResolve(false)

    await register.execute(command)
    td.verify(mailer.alreadyRegistered(email))
    expect(td.explain(mailer.verification).callCount).toBe(0)
    expect(td.explain(hasher.hash).callCount).toBe(1)
  })

  it.each(['admin', 'system', 'all', 'everyone', 'here'])('S52 does not give away %s', async (handle) => {
    const { accounts, register } = registering()
    await expect(register.execute({ ...command, handle })).rejects.toThrow(HandleTaken)
    expect(td.explain(accounts.register).callCount).toBe(0)
  })

  it.each([{ handle: 'Ada' }, { handle: 'аda' }, { handle: 'ad' }, { displayName: 'Ada\u202e' }, { displayName: '\u200b' }])(
    'S52 takes no handle or name that another would be mistaken for: %j',
    async (names) => {
      const { hasher, register } = registering()
      await expect(register.execute({ ...command, ...names })).rejects.toThrow(ValidationFailed)
      expect(td.explain(hasher.hash).callCount).toBe(0)
    },
  )

  it('mails nobody when the handle is taken', async () => {
    const { accounts, mailer, register } = registering()
    td.when(accounts.register(td.matchers.anything(), td.matchers.anything())).thenReject(new HandleTaken())
    await expect(register.execute(command)).rejects.toThrow(HandleTaken)
    expect(td.explain(mailer.verification).callCount + td.explain(mailer.alreadyRegistered).callCount).toBe(0)
  })

  it('refuses what is no address or no password before any hashing', async () => {
    const { hasher, register } = registering()
    await expect(register.execute({ ...command, email: 'mıke@x.io' })).rejects.toThrow(ValidationFailed)
    await expect(register.execute({ ...command, password: 'short' })).rejects.toThrow(ValidationFailed)
    expect(td.explain(hasher.hash).callCount).toBe(0)
  })

  it('S53 refuses a password that many people use, or that is made of what the person is known by', async () => {
    const { common, hasher, register } = registering()
    td.when(common.includes(normalisePassword('everyones'))).thenResolve(true)
    for (const password of ['everyones', 'Ada-1234', 'adaexample', 'parley2026', 'ADA ada ada!']) {
      await expect(register.execute({ ...command, password })).rejects.toThrow(ValidationFailed)
    }
    expect(td.explain(hasher.hash).callCount).toBe(0)
  })
})

describe('ResendVerification', () => {
  const resending = (isDue: boolean) => {
    const { accounts, mailer, issuer, timers, pace } = setUp()
    td.when(accounts.replaceVerification(email, stored)).thenResolve(isDue ? 'ada' : null)
    const done = new ResendVerification(accounts, issuer, mailer, pace).execute({ email: 'ADA@example.com' })
    return { mailer, timers, done }
  }

  it('mails a new token where one is due', async () => {
    const { mailer, timers, done } = resending(true)
    await timers.advance(250)
    await done
    td.verify(mailer.verification(email, 'the token', 'ada'))
  })

  it('mails nobody at an address that is verified or unknown, after the same work and in the same time', async () => {
    const { mailer, timers, done } = resending(false)
    let isDone = false
    void done.then(() => {
      isDone = true
    })
    await timers.advance(249)
    expect(isDone).toBe(false)
    await timers.advance(1)
    await done
    td.verify(mailer.nothing(email, 'the token'))
    expect(td.explain(mailer.verification).callCount + td.explain(mailer.alreadyRegistered).callCount).toBe(0)
  })
})

describe('FindSignUp', () => {
  it('S47 tells what the token would verify, and uses nothing up', async () => {
    const { accounts, secrets } = setUp()
    td.when(accounts.findPendingHandle('hash of the token', at)).thenResolve('ada')
    expect(await new FindSignUp(accounts, secrets, clock).execute({ token: 'the token' })).toBe('ada')
    expect(td.explain(accounts.verify).callCount).toBe(0)
  })
})

describe('VerifyEmail', () => {
  it('presents the hash of the token, now, with the handle given or the one registered', async () => {
    const { accounts, secrets } = setUp()
    const verifyEmail = new VerifyEmail(accounts, secrets, clock)
    await verifyEmail.execute({ token: 'the token' })
    await verifyEmail.execute({ token: 'the token', handle: 'lovelace' })
    td.verify(accounts.verify('hash of the token', null, at))
    td.verify(accounts.verify('hash of the token', 'lovelace', at))
  })

  it('S52 does not give away a reserved handle, and leaves the token good', async () => {
    const { accounts, secrets } = setUp()
    const verifyEmail = new VerifyEmail(accounts, secrets, clock)
    await expect(verifyEmail.execute({ token: 'the token', handle: 'admin' })).rejects.toThrow(HandleTaken)
    await expect(verifyEmail.execute({ token: 'the token', handle: 'No Handle' })).rejects.toThrow(ValidationFailed)
    expect(td.explain(accounts.verify).callCount).toBe(0)
  })
})
