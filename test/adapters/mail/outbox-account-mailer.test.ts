import { describe, expect, it } from '@jest/globals'
import { OutboxAccountMailer } from '../../../src/adapters/mail/outbox-account-mailer.js'
import { OutboxSecurityNotices } from '../../../src/adapters/mail/outbox-security-notices.js'
import { InMemoryMailOutbox } from '../../../src/adapters/memory/in-memory-mail-outbox.js'
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js'
import { UuidV7Generator } from '../../../src/adapters/system/uuid-v7-generator.js'
import { parseEmail } from '../../../src/domain/email.js'
import { accountMailerContract } from '../../contracts/account-mailer.contract.js'
import { securityNoticesContract } from '../../contracts/security-notices.contract.js'
import { runContract } from '../../support/run-contract.js'

const mailerWith = (outbox: InMemoryMailOutbox, publicUrl: string, hold = true) =>
  new OutboxAccountMailer(outbox, new UuidV7Generator(), new ManualClock(), { publicUrl, hold })

runContract(accountMailerContract, 'an outbox', async () => {
  const outbox = new InMemoryMailOutbox()
  const subject = { mailer: mailerWith(outbox, 'https://chat.example'), mailsTo: (to: string) => outbox.listHeld(to, 10) }
  return { subject, dispose: async () => undefined }
})

runContract(securityNoticesContract, 'an outbox', async () => {
  const outbox = new InMemoryMailOutbox()
  const notices = new OutboxSecurityNotices(outbox, new UuidV7Generator(), new ManualClock(), {
    publicUrl: 'https://chat.example',
    hold: true,
  })
  return { subject: { notices, mailsTo: (to: string) => outbox.listHeld(to, 10) }, dispose: async () => undefined }
})

describe('OutboxAccountMailer', () => {
  const to = parseEmail('ada@example.com')

  it.each([
    ['https://chat.example', 'https://chat.example/verify-email?token=abc'],
    ['https://example.com/chat/', 'https://example.com/chat/verify-email?token=abc'],
    ['http://localhost:3000', 'http://localhost:3000/verify-email?token=abc'],
  ])('S45 leads to %s, whatever address a request came in on', async (publicUrl, link) => {
    const outbox = new InMemoryMailOutbox()
    await mailerWith(outbox, publicUrl).verification(to, 'abc', 'ada')
    const [mail] = await outbox.listHeld(to, 1)
    expect(mail?.text).toContain(`${link}\n`)
    expect(mail?.html).toContain(`href="${link}"`)
  })

  it('lets mail be sent where there is a server for it', async () => {
    const outbox = new InMemoryMailOutbox()
    await mailerWith(outbox, 'https://chat.example', false).verification(to, 'abc', 'ada')
    expect(await outbox.listHeld(to, 1)).toEqual([])
    expect(await outbox.claimDue(new Date('2040-01-01'), new Date('2040-01-02'), 1)).toHaveLength(1)
  })
})
