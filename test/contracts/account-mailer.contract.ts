import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { AccountMailer } from '../../src/application/ports/account-mailer.js'
import { type Email, parseEmail } from '../../src/domain/email.js'
import type { Contract } from './contract.js'

export interface AccountMailerSubject {
  readonly mailer: AccountMailer
  /** What is on its way to the address, newest first, as a new process would find it. */
  mailsTo(to: Email): Promise<readonly { readonly subject: string; readonly text: string; readonly html: string }[]>
}

const someone = () => parseEmail(`${randomUUID()}@example.com`)
const token = 'Zm9v-YmFy_YmF6Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYg'

function checkLink(mail: { readonly subject: string; readonly text: string; readonly html: string } | undefined, subject: RegExp): void {
  assert.match(mail?.subject ?? '', subject)
  assert.match(mail?.text ?? '', new RegExp(`https?://\\S+[?&]token=${token}(\\s|$)`))
  assert.match(mail?.html ?? '', new RegExp(`href="https?://[^"]+[?&]token=${token}"`))
}

export const accountMailerContract: Contract<AccountMailerSubject> = {
  port: 'AccountMailer',
  rules: [
    {
      id: 'AM1',
      says: 'has put the mail where it survives, once it resolves, for its addressee only',
      check: async ({ mailer, mailsTo }) => {
        const [one, other] = [someone(), someone()]
        await mailer.verification(one, token, 'ada')
        assert.equal((await mailsTo(one)).length, 1)
        assert.equal((await mailsTo(other)).length, 0)
      },
    },
    {
      id: 'AM2',
      says: 'asks to verify, with the token as query parameter of a link and the handle asked for, in text and in HTML',
      check: async ({ mailer, mailsTo }) => {
        const to = someone()
        await mailer.verification(to, token, 'ada_l')
        const [mail] = await mailsTo(to)
        checkLink(mail, /verify/)
        for (const part of [mail?.text, mail?.html]) assert.match(part ?? '', /@ada_l\b/)
      },
    },
    {
      id: 'AM3',
      says: 'tells the owner of an account that there is one, with no token and in other words',
      check: async ({ mailer, mailsTo }) => {
        const to = someone()
        await mailer.alreadyRegistered(to)
        const [mail] = await mailsTo(to)
        assert.match(mail?.text ?? '', /account/)
        assert.doesNotMatch(mail?.subject ?? '', /verify|password/i)
        assert.doesNotMatch(`${mail?.text}${mail?.html}`, /token=/)
      },
    },
    {
      id: 'AM4',
      says: 'offers a new password, with the token as query parameter of a link, in text and in HTML',
      check: async ({ mailer, mailsTo }) => {
        const to = someone()
        await mailer.passwordReset(to, token)
        checkLink((await mailsTo(to))[0], /password/)
      },
    },
    {
      id: 'AM5',
      says: 'asks the new address, with the token as query parameter of a link, in text and in HTML',
      check: async ({ mailer, mailsTo }) => {
        const to = someone()
        await mailer.emailChange(to, token)
        checkLink((await mailsTo(to))[0], /new e-mail address/)
      },
    },
    {
      id: 'AM6',
      says: 'mails nobody where there is nothing to mail',
      check: async ({ mailer, mailsTo }) => {
        const to = someone()
        await mailer.nothing(to, token)
        assert.deepEqual(await mailsTo(to), [])
      },
    },
  ],
}
