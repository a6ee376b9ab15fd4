import type { Email } from '../../domain/email.js'

export interface Mail {
  readonly id: string
  readonly to: Email
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly createdAt: Date
}

export interface DueMail extends Mail {
  /** How often it was tried, this time included. */
  readonly attempts: number
}

/** The queue of mail to send, and the mail that is held where there is no server to send it. */
export interface MailOutbox {
  /** [MO1] Durable when it resolves. `hold`: to be read at /dev/mail and never sent. */
  add(mail: Mail, hold: boolean): Promise<void>
  /** [MO6] Takes as long as `add`, and keeps nothing. */
  pretend(mail: Mail): Promise<void>
  /** [MO2] Up to `limit` mails due at `now`, oldest first, each to one caller only until `retryAt`: a sender that dies delays a mail and loses none. */
  claimDue(now: Date, retryAt: Date, limit: number): Promise<readonly DueMail[]>
  /** [MO3] It is never due again and nothing of it is kept: its text may hold a secret link. */
  markSent(id: string): Promise<void>
  /** [MO4] It is due again at `retryAt`; with `null` it is given up, and nothing of it is kept. */
  markFailed(id: string, retryAt: Date | null): Promise<void>
  /** [MO5] Held mail only, newest first, to one address or to all. */
  listHeld(to: string | null, limit: number): Promise<readonly Mail[]>
}
