import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

/** What becomes of a mail: taken; taken with the connection cut before the answer; cut in the middle of the text; or refused with a code. */
export type Fate = 'take' | 'take and cut' | 'cut' | number

/** A mail server on this machine that does with each mail as it is told, and keeps what it took. */
export class TestMailServer {
  readonly taken: Email[] = []
  /** How often somebody began to send. */
  attempts = 0
  readonly #server: SMTPServer

  /** `fates` is of each attempt in turn; later ones are taken. */
  private constructor(fates: readonly Fate[]) {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      closeTimeout: 1,
      onData: (stream, session, done) => {
        const fate = fates[this.attempts] ?? 'take'
        this.attempts += 1
        const cut = () => [...this.#server.connections].find((connection) => connection.session.id === session.id)?.close()
        if (fate === 'cut') return void stream.once('data', cut)
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          if (typeof fate === 'number') return done(Object.assign(new Error('refused'), { responseCode: fate }))
          void this.#take(Buffer.concat(chunks), fate === 'take' ? done : cut)
        })
      },
    })
    this.#server.on('error', () => undefined)
  }

  static async start(...fates: readonly Fate[]): Promise<TestMailServer> {
    const server = new TestMailServer(fates)
    server.#server.listen(0, '127.0.0.1')
    await once(server.#server.server, 'listening')
    return server
  }

  async #take(bytes: Buffer, answer: () => void): Promise<void> {
    this.taken.push(await PostalMime.parse(bytes))
    answer()
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }
}
