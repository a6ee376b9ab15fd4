import type { DueMail, Mail, MailOutbox } from '../../application/ports/mail-outbox.js'

interface Entry {
  readonly mail: Mail
  readonly attempts: number
  readonly nextAttemptAt: Date | null
}

/** Keeps mail for as long as the process runs. */
export class InMemoryMailOutbox implements MailOutbox {
  readonly #entries = new Map<string, Entry>()

  async add(mail: Mail, hold: boolean): Promise<void> {
    this.#entries.set(mail.id, { mail, attempts: 0, nextAttemptAt: hold ? null : mail.createdAt })
  }

  async pretend(): Promise<void> {}

  async claimDue(now: Date, retryAt: Date, limit: number): Promise<readonly DueMail[]> {
    const due = [...this.#entries.values()].filter(({ nextAttemptAt }) => nextAttemptAt !== null && nextAttemptAt <= now).slice(0, limit)
    return due.map((entry) => {
      const attempts = entry.attempts + 1
      this.#entries.set(entry.mail.id, { ...entry, attempts, nextAttemptAt: retryAt })
      return { ...entry.mail, attempts }
    })
  }

  async markSent(id: string): Promise<void> {
    this.#entries.delete(id)
  }

  async markFailed(id: string, retryAt: Date | null): Promise<void> {
    const entry = this.#entries.get(id)
    if (retryAt === null) this.#entries.delete(id)
    else if (entry) this.#entries.set(id, { ...entry, nextAttemptAt: retryAt })
  }

  async listHeld(to: string | null, limit: number): Promise<readonly Mail[]> {
    return [...this.#entries.values()]
      .filter(({ nextAttemptAt }) => nextAttemptAt === null)
      .map(({ mail }) => mail)
      .filter((mail) => to === null || mail.to === to)
      .reverse()
      .slice(0, limit)
  }
}
