import { describe, expect, it } from '@jest/globals'
import nodemailer from 'nodemailer'
import { MailSender, type MailTransport } from '../../../src/adapters/mail/mail-sender.js'
import { openSmtpTransport } from '../../../src/adapters/mail/smtp-transport.js'
import { InMemoryMailOutbox } from '../../../src/adapters/memory/in-memory-mail-outbox.js'
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js'
import { ManualTimers } from '../../../src/adapters/memory/manual-timers.js'
import type { Mail } from '../../../src/application/ports/mail-outbox.js'
import { parseEmail } from '../../../src/domain/email.js'

const from = 'Parley <no-reply@chat.example>'

const aMail = (id: string, createdAt: Date): Mail => ({
  id,
  to: parseEmail('ada@example.com'),
  subject: 'Grüße 👋',
  text: 'Öffne https://chat.example/verify-email?token=abc',
  html: '<p lang="de">Öffne</p>',
  createdAt,
})

type Sent = Parameters<MailTransport['sendMail']>[0]

/** A transport that takes or refuses mails as told, and keeps what it was given. */
function aTransport(answer: (attempt: number) => Error | null) {
  const sent: Sent[] = []
  const transport: MailTransport = {
    sendMail: async (mail) => {
      sent.push(mail)
      const refusal = answer(sent.length - 1)
      if (refusal) throw refusal
    },
    close: () => undefined,
  }
  return { transport, sent }
}

function aSender(answer: (attempt: number) => Error | null = () => null) {
  const [outbox, clock, timers] = [new InMemoryMailOutbox(), new ManualClock(), new ManualTimers()]
  const { transport, sent } = aTransport(answer)
  const failures: { readonly attempts: number; readonly givenUp: boolean }[] = []
  const sender = new MailSender(outbox, transport, clock, timers, { from, onFailure: (_, mail) => mail && failures.push(mail) })
  const pass = async (seconds: number) => {
    clock.advance(seconds * 1_000)
    await timers.advance(seconds * 1_000)
  }
  return { sender, outbox, clock, timers, pass, sent, failures }
}

const refusal = (responseCode: number, command = 'RCPT TO') => Object.assign(new Error('refused'), { responseCode, command })

describe('MailSender', () => {
  it('sends what is in the outbox, once, and nothing that is held', async () => {
    const { sender, outbox, clock, pass, sent } = aSender()
    await outbox.add(aMail('m1', clock.now()), false)
    await outbox.add(aMail('held', clock.now()), true)
    sender.start()
    await pass(1)
    await pass(3_600)
    await sender.stop()
    expect(sent.map(({ messageId }) => messageId)).toEqual(['<m1@chat.example>'])
  })

  it('gives nodemailer what it needs to make a MIME message with text and HTML', async () => {
    const { sender, outbox, clock, pass, sent } = aSender()
    await outbox.add(aMail('m1', clock.now()), false)
    sender.start()
    await pass(1)
    await sender.stop()
    const { message } = await nodemailer.createTransport({ streamTransport: true, buffer: true }).sendMail(sent[0] ?? {})
    const mime = (message as Buffer).toString()
    expect(mime).toMatch(/^From: Parley <no-reply@chat\.example>\r?$/m)
    expect(mime).toMatch(/^To: ada@example\.com\r?$/m)
    expect(mime).toMatch(/^Message-ID: <m1@chat\.example>\r?$/m)
    expect(mime).toMatch(/^Subject: =\?UTF-8\?/m)
    expect(mime).toMatch(/^Content-Type: text\/plain; charset=utf-8/m)
    expect(mime).toMatch(/^Content-Type: text\/html; charset=utf-8/m)
  })

  it('tries again after growing pauses, as the same message, until the server takes it', async () => {
    const { sender, outbox, clock, pass, sent, failures } = aSender((attempt) => (attempt < 3 ? refusal(451) : null))
    await outbox.add(aMail('m1', clock.now()), false)
    sender.start()
    const tried: number[] = []
    for (let second = 0; second < 200; second += 1) {
      const before = sent.length
      await pass(1)
      if (sent.length > before) tried.push(second)
    }
    await sender.stop()
    expect(failures.map(({ attempts, givenUp }) => [attempts, givenUp])).toEqual([
      [1, false],
      [2, false],
      [3, false],
    ])
    const pauses = tried.slice(1).map((second, index) => second - (tried[index] ?? 0))
    expect(pauses).toEqual([15, 30, 60])
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(1)
  })

  it('gives up on what the server will never take', async () => {
    const { sender, outbox, clock, pass, sent, failures } = aSender(() => refusal(550))
    await outbox.add(aMail('m1', clock.now()), false)
    sender.start()
    await pass(1)
    await pass(86_400)
    await sender.stop()
    expect(sent).toHaveLength(1)
    expect(failures).toEqual([{ id: 'm1', attempts: 1, givenUp: true }])
  })

  it('goes on trying when it is we whom the server refuses, as for a wrong password', async () => {
    const { sender, outbox, clock, pass, sent, failures } = aSender((attempt) => (attempt === 0 ? refusal(535, 'AUTH PLAIN') : null))
    await outbox.add(aMail('m1', clock.now()), false)
    sender.start()
    for (let second = 0; second < 60 && sent.length < 2; second += 1) await pass(1)
    await sender.stop()
    expect(sent).toHaveLength(2)
    expect(failures).toEqual([{ id: 'm1', attempts: 1, givenUp: false }])
  })

  it('sends a long queue without a pause, and goes on when the queue could not be read', async () => {
    const { sender, outbox, clock, pass, sent, timers } = aSender()
    for (let index = 0; index < 25; index += 1) await outbox.add(aMail(`m${index}`, clock.now()), false)
    const claim = outbox.claimDue.bind(outbox)
    let calls = 0
    outbox.claimDue = async (...args) => {
      calls += 1
      if (calls === 1) throw new Error('away')
      return claim(...args)
    }
    sender.start()
    await pass(0)
    expect(sent).toHaveLength(0)
    await pass(1)
    await pass(0)
    await sender.stop()
    expect(sent).toHaveLength(25)
    expect(timers.waiting).toBe(0)
  })

  it('F6 F42 stops in time while the server hangs, and leaves what it had not tried to others at once', async () => {
    const [outbox, clock, timers] = [new InMemoryMailOutbox(), new ManualClock(), new ManualTimers()]
    for (const id of ['m1', 'm2', 'm3']) await outbox.add(aMail(id, clock.now()), false)
    const hanging: MailTransport = { sendMail: () => new Promise(() => undefined), close: () => undefined }
    const sender = new MailSender(outbox, hanging, clock, timers, { from, onFailure: () => undefined })
    sender.start()
    await timers.advance(0)
    let isStopped = false
    const stopped = sender.stop().then(() => {
      isStopped = true
    })
    await timers.advance(4_999)
    expect(isStopped).toBe(false)
    await timers.advance(1)
    await stopped
    const due = await outbox.claimDue(clock.now(), clock.now(), 10)
    expect(due.map(({ id }) => id)).toEqual(['m2', 'm3'])
  })

  it('takes the transport that SMTP_URL opens', async () => {
    const transport: MailTransport = openSmtpTransport('smtp://127.0.0.1:1')
    await expect(
      transport.sendMail({ ...aMail('m1', new Date()), from, date: new Date(), messageId: '<m1@chat.example>', headers: {} }),
    ).rejects.toThrow('ECONNREFUSED')
    transport.close()
  })
})
