import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { MailSender } from '../../../src/adapters/mail/mail-sender.js'
import { OutboxAccountMailer } from '../../../src/adapters/mail/outbox-account-mailer.js'
import { openSmtpTransport } from '../../../src/adapters/mail/smtp-transport.js'
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js'
import { ManualTimers } from '../../../src/adapters/memory/manual-timers.js'
import { openPostgres } from '../../../src/adapters/prisma/client.js'
import { PrismaMailOutbox } from '../../../src/adapters/prisma/prisma-mail-outbox.js'
import { UuidV7Generator } from '../../../src/adapters/system/uuid-v7-generator.js'
import { parseEmail } from '../../../src/domain/email.js'
import { createTestDatabase } from '../../support/postgres.js'
import { requires } from '../../support/requires.js'
import { type Fate, TestMailServer } from '../../support/smtp.js'
import { until } from '../../support/until.js'

const to = parseEmail('ada@example.com')
const token = 'Zm9v-YmFy_YmF6Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYg'

requires('postgres')('mail through a real server', () => {
  let database: ReturnType<typeof openPostgres>
  let drop: () => Promise<void>
  const stops: (() => Promise<void>)[] = []

  beforeAll(async () => {
    const created = await createTestDatabase()
    database = openPostgres(created.url)
    drop = created.drop
  }, 60_000)
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop()
    await database.prisma.mail.deleteMany()
  })
  afterAll(async () => {
    await database.close()
    await drop()
  })

  const kept = () => database.prisma.mail.count()

  /** A server, and a sender whose time passes as the test says. A second one at the same database stands for a restart, or another node. */
  async function setUp(...fates: readonly Fate[]) {
    const server = await TestMailServer.start(...fates)
    stops.push(() => server.stop())
    const [clock, outbox] = [new ManualClock(), new PrismaMailOutbox(database.prisma)]
    const mailer = new OutboxAccountMailer(outbox, new UuidV7Generator(), clock, { publicUrl: 'https://chat.example', hold: false })
    const failures: boolean[] = []
    const startSender = () => {
      const timers = new ManualTimers()
      const onFailure = (_: unknown, mail: { readonly givenUp: boolean } | null) => void failures.push(mail?.givenUp ?? false)
      const sender = new MailSender(outbox, openSmtpTransport(server.url), clock, timers, {
        from: 'Parley <no-reply@chat.example>',
        onFailure,
      })
      sender.start()
      stops.push(() => sender.stop())
      return { sender, tick: () => timers.advance(1_000) }
    }
    return { server, clock, mailer, failures, startSender }
  }

  it('S63 arrives as it was written: one addressee, a link in text and in HTML, and nothing of ours beside it', async () => {
    const { server, mailer, startSender } = await setUp()
    await mailer.verification(to, token, 'ada')
    const { tick } = startSender()
    void tick()
    const [mail] = await until('the mail came', () => server.taken.length > 0 && server.taken)
    expect(mail?.to).toEqual([{ address: to, name: '' }])
    expect(mail?.from).toEqual({ address: 'no-reply@chat.example', name: 'Parley' })
    expect([mail?.cc, mail?.bcc, mail?.attachments]).toEqual([undefined, undefined, []])
    expect(mail?.subject).toBe('Please verify your e-mail address')
    expect(mail?.text).toContain(`https://chat.example/verify-email?token=${token}`)
    expect(mail?.html).toContain(`href="https://chat.example/verify-email?token=${token}"`)
    expect(mail?.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated')
    await until('it was forgotten', async () => (await kept()) === 0)
    await tick()
    expect(server.attempts).toBe(1)
  })

  it.each<[string, Fate]>([
    ['is cut off in the middle', 'cut'],
    ['asks to come later', 451],
  ])(
    'comes once, after another try, when the server %s',
    async (_, fate) => {
      const { server, clock, mailer, failures, startSender } = await setUp(fate, fate)
      await mailer.passwordReset(to, token)
      const { tick } = startSender()
      for (const [tries, pause] of [
        [1, 15_000],
        [2, 30_000],
      ] as const) {
        void tick()
        await until(`attempt ${tries} failed`, () => failures.length === tries, 15_000)
        await until(
          'it waits',
          async () => (await database.prisma.mail.findFirst())?.nextAttemptAt?.getTime() === clock.now().getTime() + pause,
        )
        expect(server.taken).toEqual([])
        clock.advance(pause)
      }
      await until('the mail came', async () => {
        void tick()
        return (await kept()) === 0
      })
      expect(server.taken).toHaveLength(1)
    },
    60_000,
  )

  it('may come twice where the server took it and said nothing: as one message, by its id', async () => {
    const { server, clock, mailer, failures, startSender } = await setUp('take and cut')
    await mailer.verification(to, token, 'ada')
    const { tick } = startSender()
    void tick()
    await until('the attempt failed', () => failures.length === 1, 15_000)
    clock.advance(15_000)
    await until('it was sent', async () => {
      void tick()
      return (await kept()) === 0
    })
    expect(server.taken).toHaveLength(2)
    expect(new Set(server.taken.map(({ messageId }) => messageId)).size).toBe(1)
  }, 60_000)

  it('is given up and forgotten when the server will never take it', async () => {
    const { server, mailer, failures, startSender } = await setUp(550)
    await mailer.verification(to, token, 'ada')
    void startSender().tick()
    await until('it was given up', () => failures[0] === true)
    await until('it was forgotten', async () => (await kept()) === 0)
    expect(server.taken).toEqual([])
  })

  it('is not lost with a process that died while sending, and comes once from several that send', async () => {
    const { server, clock, mailer, startSender } = await setUp()
    const lost = new PrismaMailOutbox(database.prisma)
    for (let count = 0; count < 12; count += 1) await mailer.verification(parseEmail(`n${count}@example.com`), token, 'ada')
    const claimed = await lost.claimDue(clock.now(), new Date(clock.now().getTime() + 600_000), 3)
    expect(claimed).toHaveLength(3)
    const senders = [startSender(), startSender(), startSender()]
    const sendAll = async (left: number) => {
      await until(`${left} were left`, async () => {
        for (const { tick } of senders) void tick()
        return (await kept()) === left
      })
    }
    await sendAll(3)
    expect(server.taken).toHaveLength(9)
    clock.advance(600_000)
    await sendAll(0)
    expect(new Set(server.taken.map((mail) => mail.to?.[0]?.address)).size).toBe(12)
    expect(server.taken).toHaveLength(12)
  }, 30_000)
})
