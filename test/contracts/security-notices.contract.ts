import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { SecurityNotices } from '../../src/application/ports/security-notices.js'
import { type Email, parseEmail } from '../../src/domain/email.js'
import type { AccountMailerSubject } from './account-mailer.contract.js'
import type { Contract } from './contract.js'

export interface SecurityNoticesSubject {
  readonly notices: SecurityNotices
  readonly mailsTo: AccountMailerSubject['mailsTo']
}

/** One mail to the addressee, that says so and holds no link to anything secret. */
async function checkNotice(
  { notices, mailsTo }: SecurityNoticesSubject,
  send: (notices: SecurityNotices, to: Email) => Promise<void>,
  says: RegExp,
) {
  const to = parseEmail(`${randomUUID()}@example.com`)
  await send(notices, to)
  const mails = await mailsTo(to)
  assert.equal(mails.length, 1)
  assert.match(mails[0]?.text ?? '', says)
  assert.match(mails[0]?.html ?? '', says)
  assert.doesNotMatch(mails[0]?.subject ?? '', /password|verify/i)
  assert.doesNotMatch(`${mails[0]?.text}${mails[0]?.html}`, /token=/)
}

export const securityNoticesContract: Contract<SecurityNoticesSubject> = {
  port: 'SecurityNotices',
  rules: [
    {
      id: 'SN1',
      says: 'tells that there is a new password',
      check: (subject) => checkNotice(subject, (notices, to) => notices.passwordChanged(to), /password .* was changed/),
    },
    {
      id: 'SN2',
      says: 'tells the old address that there is a new one',
      check: (subject) => checkNotice(subject, (notices, to) => notices.emailChanged(to), /another e-mail address/),
    },
    {
      id: 'SN3',
      says: 'tells that a device was signed out, and why',
      check: (subject) => checkNotice(subject, (notices, to) => notices.sessionEndedForReuse(to), /ended that device/),
    },
  ],
}
