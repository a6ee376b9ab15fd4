import type { Account } from '../../domain/account.js'
import { InvalidCredentials } from '../../domain/errors.js'
import { maxSessions } from '../../domain/session.js'
import type { Device, SessionIssuer } from '../accounts/session-issuer.js'
import type { TokenPair } from '../accounts/token-pair.js'
import type { AccountRepository } from '../ports/account-repository.js'
import type { LiveConnections } from '../ports/live-connections.js'
import type { SessionDirectory } from '../ports/session-directory.js'
import type { SessionRepository } from '../ports/session-repository.js'

/** Begins sessions of people who have proven who they are. */
export class SessionOpener {
  readonly #issuer: SessionIssuer
  readonly #sessions: SessionRepository
  readonly #directory: SessionDirectory
  readonly #accounts: AccountRepository
  readonly #live: LiveConnections

  constructor(
    issuer: SessionIssuer,
    sessions: SessionRepository,
    directory: SessionDirectory,
    accounts: AccountRepository,
    live: LiveConnections,
  ) {
    this.#issuer = issuer
    this.#sessions = sessions
    this.#directory = directory
    this.#accounts = accounts
    this.#live = live
  }

  /** `proven` is the account as its owner proved to know it. @throws InvalidCredentials if the password was changed meanwhile */
  async open(proven: Account, device: Device): Promise<TokenPair> {
    const { session, pair } = await this.#issuer.begin(proven.id, device)
    await this.#sessions.open(session)
    // Either the change found this session and ended it, or it is seen here: no session outlives the password that it was begun with.
    const account = await this.#accounts.find(proven.id)
    if (account === null || account.disabledAt !== null || account.passwordChangedAt.getTime() !== proven.passwordChangedAt.getTime()) {
      await this.#sessions.end(session.id, session.createdAt)
      throw new InvalidCredentials()
    }
    const ended = await this.#directory.endBeyond(proven.id, maxSessions, session.createdAt)
    if (ended.length > 0) await this.#live.endSessions(proven.id, ended)
    return pair
  }
}
