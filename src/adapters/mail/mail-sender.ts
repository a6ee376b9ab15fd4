import type { Clock } from '../../application/ports/clock.js'
import type { DueMail, MailOutbox } from '../../application/ports/mail-outbox.js'
import type { Timers } from '../../application/ports/timers.js'
import { within } from '../../application/realtime/within.js'
import { Rounds } from '../../application/rounds.js'

/** The part of a nodemailer transporter that is used. */
export interface MailTransport {
  sendMail(mail: {
    readonly from: string
    readonly to: string
    readonly subject: string
    readonly text: string
    readonly html: string
    readonly date: Date
    readonly messageId: string
    readonly headers: Record<string, string>
  }): Promise<unknown>
  close(): void
}

export interface MailSenderOptions {
  /** MAIL_FROM: an address, or `Name <address>`. */
  readonly from: string
  /** Told of every attempt that failed, and of a queue that could not be read. */
  readonly onFailure: (reason: unknown, mail: { readonly id: string; readonly attempts: number; readonly givenUp: boolean } | null) => void
}

const pollEvery = 1_000
const batchSize = 10
/** Longer than a whole batch can take: until then nobody else tries these mails. */
const lease = 10 * 60_000
const firstDelay = 15_000
const longestDelay = 60 * 60_000
/** About a day of trying. */
const maxAttempts = 30
/** For so long a sender that is to stop waits for the attempt under way. */
const stopPatience = 5_000

/** Sends what is due in the outbox, again and again with growing pauses. Any number of nodes may do so: each mail is tried by one at a time. */
export class MailSender {
  readonly #outbox: MailOutbox
  readonly #transport: MailTransport
  readonly #clock: Clock
  readonly #timers: Timers
  readonly #options: MailSenderOptions
  readonly #rounds: Rounds
  /** What this sender has claimed and not tried yet. */
  #claimed: DueMail[] = []

  constructor(outbox: MailOutbox, transport: MailTransport, clock: Clock, timers: Timers, options: MailSenderOptions) {
    this.#outbox = outbox
    this.#transport = transport
    this.#clock = clock
    this.#timers = timers
    this.#options = options
    const onFailure = (reason: unknown) => options.onFailure(reason, null)
    this.#rounds = new Rounds(timers, { work: () => this.#sendDue(), pause: pollEvery, onFailure })
  }

  start(): void {
    this.#rounds.start(0)
  }

  /** Resolves once the attempt under way is over, or has taken too long. What was not tried is due again at once, for whoever comes next. */
  async stop(): Promise<void> {
    const ended = this.#rounds.stop()
    await this.#release()
    await within(this.#timers, stopPatience, ended)
    this.#transport.close()
  }

  async #release(): Promise<void> {
    const now = this.#clock.now()
    await Promise.all(this.#claimed.splice(0).map(({ id }) => this.#outbox.markFailed(id, now)))
  }

  async #sendDue(): Promise<number> {
    const now = this.#clock.now()
    const due = await this.#outbox.claimDue(now, new Date(now.getTime() + lease), batchSize)
    this.#claimed = [...due]
    if (this.#rounds.isStopped) await this.#release()
    for (let mail = this.#claimed.shift(); mail; mail = this.#claimed.shift()) await this.#send(mail)
    return due.length === batchSize ? 0 : pollEvery
  }

  async #send(mail: DueMail): Promise<void> {
    const { id, to, subject, text, html, createdAt: date } = mail
    const { from } = this.#options
    // The same id in every attempt: a server or mail program that gets a mail twice can tell.
    const messageId = `<${id}@${domainOf(from)}>`
    const headers = { 'Auto-Submitted': 'auto-generated' }
    const failure = await this.#transport.sendMail({ from, to, subject, text, html, date, messageId, headers }).then(
      () => null,
      (reason: unknown) => ({ reason }),
    )
    if (failure === null) return this.#outbox.markSent(id)
    const givenUp = isPermanent(failure.reason) || mail.attempts >= maxAttempts
    this.#options.onFailure(failure.reason, { id, attempts: mail.attempts, givenUp })
    await this.#outbox.markFailed(id, givenUp ? null : this.#nextAttempt(mail.attempts))
  }

  #nextAttempt(attempts: number): Date {
    return new Date(this.#clock.now().getTime() + Math.min(firstDelay * 2 ** (attempts - 1), longestDelay))
  }
}

const domainOf = (from: string): string => /@([^\s>]+)/.exec(from)?.[1] ?? 'localhost'

/** The server has said that it will never take this mail. What it says of us (a wrong password, a sender it refuses) may be mended. */
const isPermanent = (reason: unknown): boolean =>
  typeof reason === 'object' &&
  reason !== null &&
  'responseCode' in reason &&
  typeof reason.responseCode === 'number' &&
  reason.responseCode >= 500 &&
  'command' in reason &&
  (reason.command === 'RCPT TO' || reason.command === 'DATA')
