import type { AccountMailer } from '../../application/ports/account-mailer.js'
import type { Clock } from '../../application/ports/clock.js'
import type { IdGenerator } from '../../application/ports/id-generator.js'
import type { Mail, MailOutbox } from '../../application/ports/mail-outbox.js'
import type { Email } from '../../domain/email.js'
import { type Letter, layOut } from './mail-templates.js'

export interface MailerSettings {
  /** Where links lead; the address a request came in on never counts. */
  readonly publicUrl: string
  /** There is no server to send through: mail is held for /dev/mail. */
  readonly hold: boolean
}

/** Writes the mails and puts them into the outbox. */
export class OutboxAccountMailer implements AccountMailer {
  readonly #outbox: MailOutbox
  readonly #ids: IdGenerator
  readonly #clock: Clock
  readonly #base: string
  readonly #hold: boolean

  constructor(outbox: MailOutbox, ids: IdGenerator, clock: Clock, { publicUrl, hold }: MailerSettings) {
    this.#outbox = outbox
    this.#ids = ids
    this.#clock = clock
    this.#base = publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`
    this.#hold = hold
  }

  verification(to: Email, token: string, handle: string): Promise<void> {
    return this.#post(to, {
      subject: 'Please verify your e-mail address',
      paragraphs: [
        `Welcome to Parley! Somebody, probably you, has signed up with this e-mail address and asked for the handle @${handle}.`,
        'One step is left: tell us that the address is yours, and that this is your sign-up.',
      ],
      action: { label: 'Verify my e-mail address', url: this.#link('verify-email', { token }) },
      closing: `The link works once, for 24 hours. If you did not sign up, ignore this mail: nothing happens without the link. If you did and @${handle} is not what you asked for, somebody else did too: sign up again, and use the newest mail.`,
    })
  }

  alreadyRegistered(to: Email): Promise<void> {
    return this.#post(to, {
      subject: 'You already have a Parley account',
      paragraphs: [
        'Somebody, probably you, has just tried to make a Parley account with this e-mail address. It has one already, so nothing was changed.',
      ],
      action: { label: 'Sign in', url: this.#link('', {}) },
      closing: 'If it was not you, there is nothing to do: nobody but you was told that this address has an account.',
    })
  }

  passwordReset(to: Email, token: string): Promise<void> {
    return this.#post(to, this.#resetLetter(token))
  }

  emailChange(to: Email, token: string): Promise<void> {
    return this.#post(to, {
      subject: 'Please confirm your new e-mail address',
      paragraphs: ['You asked to use this e-mail address for your Parley account. One step is left: tell us that it is yours.'],
      action: { label: 'Use this e-mail address', url: this.#link('confirm-email', { token }) },
      closing: 'The link works once, for 24 hours. If you did not ask for it, ignore this mail: nothing changes without the link.',
    })
  }

  async nothing(to: Email, token: string): Promise<void> {
    await this.#outbox.pretend(this.#mail(to, this.#resetLetter(token)))
  }

  #resetLetter(token: string): Letter {
    return {
      subject: 'Choose a new password',
      paragraphs: ['Somebody, probably you, has forgotten the password of your Parley account. With this link you can choose a new one.'],
      action: { label: 'Choose a new password', url: this.#link('reset-password', { token }) },
      closing:
        'The link works once, for one hour, and signs you out everywhere. If you did not ask for it, ignore this mail: your password stays as it is.',
    }
  }

  #link(path: string, query: Readonly<Record<string, string>>): string {
    const url = new URL(path, this.#base)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    return url.href
  }

  #post(to: Email, letter: Letter): Promise<void> {
    return this.#outbox.add(this.#mail(to, letter), this.#hold)
  }

  #mail(to: Email, letter: Letter): Mail {
    return { id: this.#ids.next(), to, ...layOut(letter), createdAt: this.#clock.now() }
  }
}
