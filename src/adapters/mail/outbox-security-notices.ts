import type { Clock } from '../../application/ports/clock.js'
import type { IdGenerator } from '../../application/ports/id-generator.js'
import type { MailOutbox } from '../../application/ports/mail-outbox.js'
import type { SecurityNotices } from '../../application/ports/security-notices.js'
import type { Email } from '../../domain/email.js'
import { type Letter, layOut } from './mail-templates.js'
import type { MailerSettings } from './outbox-account-mailer.js'

/** Writes the notices and puts them into the outbox. None holds a link that does anything. */
export class OutboxSecurityNotices implements SecurityNotices {
  readonly #outbox: MailOutbox
  readonly #ids: IdGenerator
  readonly #clock: Clock
  readonly #settings: MailerSettings

  constructor(outbox: MailOutbox, ids: IdGenerator, clock: Clock, settings: MailerSettings) {
    this.#outbox = outbox
    this.#ids = ids
    this.#clock = clock
    this.#settings = settings
  }

  passwordChanged(to: Email): Promise<void> {
    return this.#post(to, {
      subject: 'Your Parley sign-in was changed',
      paragraphs: [
        `The password of your Parley account was changed on ${this.#now()}. Your other devices are signed out.`,
        'If it was you, there is nothing to do.',
      ],
      closing: 'If it was not you, choose “Forgot password” on the sign-in page now, and change the password of your mailbox too.',
    })
  }

  emailChanged(to: Email): Promise<void> {
    return this.#post(to, {
      subject: 'Your Parley account has a new e-mail address',
      paragraphs: [
        `On ${this.#now()} your Parley account was moved to another e-mail address. From now on its mail goes there, and you sign in with it.`,
        'If it was you, there is nothing to do.',
      ],
      closing: 'If it was not you, somebody knows your password: write at once to whoever runs this service.',
    })
  }

  sessionEndedForReuse(to: Email): Promise<void> {
    return this.#post(to, {
      subject: 'We signed one of your devices out',
      paragraphs: [
        `On ${this.#now()} somebody used a key to your Parley account that one of your devices had used before. There may be a copy of it, so we ended that device’s session.`,
        'Sign in again on the device that was signed out.',
      ],
      closing: 'If it happens again, change your password and look for what may read along on the device.',
    })
  }

  #now(): string {
    return `${this.#clock.now().toISOString().replace('T', ' at ').slice(0, 19)} UTC`
  }

  #post(to: Email, letter: Omit<Letter, 'action'>): Promise<void> {
    const mail = { id: this.#ids.next(), to, ...layOut(letter), createdAt: this.#clock.now() }
    return this.#outbox.add(mail, this.#settings.hold)
  }
}
