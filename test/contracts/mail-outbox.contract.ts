import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Mail, MailOutbox } from '../../src/application/ports/mail-outbox.js'
import { parseEmail } from '../../src/domain/email.js'
import type { Contract } from './contract.js'

/** Each rule has a year of its own, long before the next one's. */
let year = 2030
const nextYear = () => new Date(Date.UTC(year++, 0, 1))
const after = (date: Date, seconds: number) => new Date(date.getTime() + seconds * 1_000)

const aMail = (createdAt: Date, to = `${randomUUID()}@example.com`): Mail => ({
  id: randomUUID(),
  to: parseEmail(to),
  subject: 'Grüße 👋',
  text: 'text',
  html: '<p>html</p>',
  createdAt,
})

/** Takes everything due out of the way, as earlier rules may have left something. */
async function drained(outbox: MailOutbox, now: Date): Promise<void> {
  for (const mail of await outbox.claimDue(now, now, 1_000)) await outbox.markFailed(mail.id, null)
}

const idsOf = (mails: readonly Mail[]) => mails.map((mail) => mail.id)

export const mailOutboxContract: Contract<MailOutbox> = {
  port: 'MailOutbox',
  rules: [
    {
      id: 'MO1',
      says: 'never sends what is held, and shows nothing that is to be sent',
      check: async (outbox) => {
        const now = nextYear()
        await drained(outbox, now)
        const [held, due] = [aMail(now), aMail(now)]
        await outbox.add(held, true)
        await outbox.add(due, false)
        assert.deepEqual(await outbox.claimDue(after(now, 1), after(now, 60), 10), [{ ...due, attempts: 1 }])
        assert.deepEqual(await outbox.listHeld(due.to, 10), [])
      },
    },
    {
      id: 'MO2',
      says: 'hands each due mail to one claimer, oldest first, up to the limit, and again once its time has come',
      check: async (outbox) => {
        const now = nextYear()
        await drained(outbox, now)
        const mails = Array.from({ length: 6 }, (_, index) => aMail(after(now, index)))
        for (const mail of mails) await outbox.add(mail, false)
        const early = await outbox.claimDue(after(now, 2), after(now, 60), 2)
        assert.deepEqual(idsOf(early), idsOf(mails.slice(0, 2)))
        const claims = await Promise.all(Array.from({ length: 5 }, () => outbox.claimDue(after(now, 10), after(now, 60), 3)))
        assert.deepEqual(claims.flatMap(idsOf).sort(), idsOf(mails.slice(2)).sort())
        assert.deepEqual(await outbox.claimDue(after(now, 59), after(now, 60), 10), [])
        const again = await outbox.claimDue(after(now, 60), after(now, 120), 10)
        assert.equal(again.length, 6)
        assert.deepEqual([...new Set(again.map((mail) => mail.attempts))], [2])
      },
    },
    {
      id: 'MO3',
      says: 'keeps nothing of a mail that was sent, and never sends it again',
      check: async (outbox) => {
        const now = nextYear()
        await drained(outbox, now)
        const mail = aMail(now)
        await outbox.add(mail, false)
        await outbox.claimDue(now, after(now, 60), 1)
        await outbox.markSent(mail.id)
        await outbox.markFailed(mail.id, after(now, 2))
        assert.deepEqual(await outbox.claimDue(after(now, 600), after(now, 660), 10), [])
        assert.deepEqual(await outbox.listHeld(mail.to, 10), [])
      },
    },
    {
      id: 'MO4',
      says: 'tries a failed mail again at the time given, or never',
      check: async (outbox) => {
        const now = nextYear()
        await drained(outbox, now)
        const [later, never] = [aMail(now), aMail(now)]
        for (const mail of [later, never]) await outbox.add(mail, false)
        await outbox.claimDue(now, after(now, 60), 2)
        await outbox.markFailed(later.id, after(now, 5))
        await outbox.markFailed(never.id, null)
        assert.deepEqual(await outbox.claimDue(after(now, 4), after(now, 60), 10), [])
        assert.deepEqual(idsOf(await outbox.claimDue(after(now, 600), after(now, 660), 10)), [later.id])
        assert.deepEqual(await outbox.listHeld(never.to, 10), [])
      },
    },
    {
      id: 'MO5',
      says: 'lists held mail whole and newest first, to one address or to all',
      check: async (outbox) => {
        const now = nextYear()
        const first = aMail(now)
        const [second, third] = [aMail(after(now, 1), first.to), aMail(after(now, 2))]
        for (const mail of [first, second, third]) await outbox.add(mail, true)
        assert.deepEqual(await outbox.listHeld(first.to, 10), [second, first])
        assert.deepEqual(await outbox.listHeld(first.to, 1), [second])
        assert.deepEqual(idsOf(await outbox.listHeld(null, 2)), [third.id, second.id])
        assert.deepEqual(await outbox.listHeld('nobody@example.com', 10), [])
      },
    },
    {
      id: 'MO6',
      says: 'neither sends nor shows a mail that was only pretended',
      check: async (outbox) => {
        const now = nextYear()
        await drained(outbox, now)
        const mail = aMail(now)
        await outbox.pretend(mail)
        assert.deepEqual(await outbox.claimDue(after(now, 600), after(now, 660), 10), [])
        assert.deepEqual(await outbox.listHeld(mail.to, 10), [])
      },
    },
  ],
}
