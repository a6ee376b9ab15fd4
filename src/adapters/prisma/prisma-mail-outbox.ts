import type { DueMail, Mail, MailOutbox } from '../../application/ports/mail-outbox.js'
import type { Email } from '../../domain/email.js'
import type { PrismaClient } from '../../generated/prisma/client.js'

/** Held mail is that which is never to be tried: it has no time for an attempt. */
export class PrismaMailOutbox implements MailOutbox {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  async add({ id, to, subject, text, html, createdAt }: Mail, hold: boolean): Promise<void> {
    const data = { id, to, subject, text, html, createdAt, nextAttemptAt: hold ? null : createdAt }
    await this.#prisma.mail.create({ data, select: { id: true } })
  }

  async pretend({ to, subject, text, html }: Mail): Promise<void> {
    // As many bytes into the log of the database, and a commit to wait for.
    await this.#prisma.$queryRaw`SELECT pg_logical_emit_message(true, 'parley', ${`${to} ${subject} ${text} ${html}`}::text)::text`
  }

  async claimDue(now: Date, retryAt: Date, limit: number): Promise<readonly DueMail[]> {
    const rows = await this.#prisma.$queryRaw<(Omit<DueMail, 'createdAt'> & { created_at: Date })[]>`
      UPDATE mails SET attempts = attempts + 1, next_attempt_at = ${retryAt}::timestamptz
      WHERE id IN (
        SELECT id FROM mails WHERE next_attempt_at <= ${now}::timestamptz
        ORDER BY next_attempt_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      RETURNING id, "to", subject, text, html, attempts, created_at`
    return rows
      .map(({ created_at: createdAt, ...mail }) => ({ ...mail, createdAt }))
      .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
  }

  async markSent(id: string): Promise<void> {
    await this.#prisma.mail.deleteMany({ where: { id } })
  }

  async markFailed(id: string, retryAt: Date | null): Promise<void> {
    if (retryAt === null) await this.#prisma.mail.deleteMany({ where: { id } })
    else await this.#prisma.mail.updateMany({ where: { id }, data: { nextAttemptAt: retryAt } })
  }

  async listHeld(to: string | null, limit: number): Promise<readonly Mail[]> {
    const rows = await this.#prisma.mail.findMany({
      where: { nextAttemptAt: null, ...(to === null ? {} : { to }) },
      select: { id: true, to: true, subject: true, text: true, html: true, createdAt: true },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: limit,
    })
    return rows.map((row) => ({ ...row, to: row.to as Email }))
  }
}
