import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { OneTimeTokenIssuer } from '../../../src/application/accounts/one-time-token-issuer.js'
import { ConfirmEmailChange } from '../../../src/application/credentials/confirm-email-change.js'
import type { PasswordCheck } from '../../../src/application/credentials/password-check.js'
import { RequestEmailChange } from '../../../src/application/credentials/request-email-change.js'
import type { AccountMailer } from '../../../src/application/ports/account-mailer.js'
import type { EmailChanges } from '../../../src/application/ports/email-changes.js'
import type { Secrets } from '../../../src/application/ports/secrets.js'
import type { SecurityNotices } from '../../../src/application/ports/security-notices.js'
import { verificationLifetime } from '../../../src/domain/account.js'
import { parseEmail } from '../../../src/domain/email.js'
import { InvalidCredentials, TokenUsedOrExpired, ValidationFailed } from '../../../src/domain/errors.js'
import { account, email } from '../../support/accounts.js'
import { noPace } from '../../support/no-pace.js'
import { ada, at } from '../../support/people.js'

afterEach(() => td.reset())

const clock = { now: () => at }
const to = parseEmail('lovelace@example.com')
const stored = { hash: 'hash of the token', createdAt: at, expiresAt: new Date(at.getTime() + verificationLifetime) }

const setUp = () => {
  const changes = td.object<EmailChanges>()
  const check = td.object<PasswordCheck>()
  const secrets = td.object<Secrets>()
  const mailer = td.object<AccountMailer>()
  const notices = td.object<SecurityNotices>()
  td.when(secrets.random()).thenReturn('the token')
  td.when(secrets.hash('the token')).thenReturn('hash of the token')
  td.when(check.again(ada.id, 'the password')).thenResolve(account())
  td.when(check.again(ada.id, 'wrong')).thenReject(new InvalidCredentials())
  const request = new RequestEmailChange(changes, check, new OneTimeTokenIssuer(secrets, clock), mailer, noPace)
  return { changes, mailer, notices, request, confirm: new ConfirmEmailChange(changes, notices, secrets, clock) }
}

describe('RequestEmailChange', () => {
  const command = { userId: ada.id, email: ' Lovelace@Example.com', password: 'the password' }

  it('S49 mails the token to the new address, and changes nothing yet', async () => {
    const { changes, mailer, request } = setUp()
    td.when(changes.request(ada.id, at, to, stored)).thenResolve(true)
    await request.execute(command)
    td.verify(mailer.emailChange(to, 'the token'))
  })

  it('S49 needs the password', async () => {
    const { changes, request } = setUp()
    await expect(request.execute({ ...command, password: 'wrong' })).rejects.toThrow(InvalidCredentials)
    expect(td.explain(changes.request).callCount).toBe(0)
  })

  it('S38 tells only its owner that an address has an account', async () => {
    const { changes, mailer, request } = setUp()
    td.when(changes.request(ada.id, at, to, stored)).thenResolve(false)
    await request.execute(command)
    td.verify(mailer.alreadyRegistered(to))
    expect(td.explain(mailer.emailChange).callCount).toBe(0)
  })

  it('S43 mails nobody if the password was changed meanwhile', async () => {
    const { changes, mailer, request } = setUp()
    td.when(changes.request(ada.id, at, to, stored)).thenResolve(null)
    await expect(request.execute(command)).rejects.toThrow(InvalidCredentials)
    expect(td.explain(mailer.emailChange).callCount + td.explain(mailer.alreadyRegistered).callCount).toBe(0)
  })

  it("refuses one's own address", async () => {
    await expect(setUp().request.execute({ ...command, email })).rejects.toThrow(ValidationFailed)
  })
})

describe('ConfirmEmailChange', () => {
  it('S49 tells the address that the account had', async () => {
    const { changes, notices, confirm } = setUp()
    td.when(changes.confirm('hash of the token', at)).thenResolve({ id: ada.id, from: email })
    await confirm.execute({ token: 'the token' })
    td.verify(notices.emailChanged(email))
  })

  it('tells nobody when the token is not good', async () => {
    const { changes, notices, confirm } = setUp()
    td.when(changes.confirm('hash of the token', at)).thenReject(new TokenUsedOrExpired())
    await expect(confirm.execute({ token: 'the token' })).rejects.toThrow(TokenUsedOrExpired)
    expect(td.explain(notices.emailChanged).callCount).toBe(0)
  })
})
