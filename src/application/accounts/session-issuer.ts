import type { SessionId, UserId } from '../../domain/ids.js'
import { formatRefreshToken, type RefreshToken } from '../../domain/refresh-token.js'
import { deviceLabel, type Session } from '../../domain/session.js'
import type { AccessTokens } from '../ports/access-tokens.js'
import type { Clock } from '../ports/clock.js'
import type { IdGenerator } from '../ports/id-generator.js'
import type { Secrets } from '../ports/secrets.js'
import type { TokenPair } from './token-pair.js'

/** More rotations than any session lives to see; bounds the work that a presented secret can cause. */
const longestChain = 20_000

export interface Device {
  /** What it calls itself. */
  readonly device: string | null
  readonly ip: string | null
}

/** Makes sessions and their tokens. Stores nothing. */
export class SessionIssuer {
  readonly #tokens: AccessTokens
  readonly #secrets: Secrets
  readonly #ids: IdGenerator
  readonly #clock: Clock
  readonly #lifetime: number

  /** `lifetime` of a session is in milliseconds. */
  constructor(tokens: AccessTokens, secrets: Secrets, ids: IdGenerator, clock: Clock, lifetime: number) {
    this.#tokens = tokens
    this.#secrets = secrets
    this.#ids = ids
    this.#clock = clock
    this.#lifetime = lifetime
  }

  async begin(userId: UserId, { device, ip }: Device): Promise<{ readonly session: Session; readonly pair: TokenPair }> {
    const createdAt = this.#clock.now()
    const first: RefreshToken = { sessionId: this.#ids.next() as SessionId, generation: 0, secret: this.#secrets.random() }
    const expiresAt = new Date(createdAt.getTime() + this.#lifetime)
    const pair = await this.#pair(userId, first, expiresAt)
    const session: Session = {
      id: first.sessionId,
      accountId: userId,
      device: deviceLabel(device),
      ip,
      createdAt,
      lastUsedAt: createdAt,
      expiresAt,
      accessExpiresAt: pair.accessExpiresAt,
      refreshKey: this.#secrets.random(),
      refreshHash: this.#secrets.hash(first.secret),
      generation: 0,
      confirmedAt: null,
      endedAt: null,
    }
    return { session, pair }
  }

  /** Whether this session gave the token out, in whatever generation: rolled forward, it meets the newest. */
  isGenuine(session: Session, token: RefreshToken): boolean {
    const behind = session.generation - token.generation
    if (behind < 0 || behind > longestChain) return false
    let secret = token.secret
    for (let step = 0; step < behind; step += 1) secret = this.#secrets.derive(session.refreshKey, secret)
    return this.#secrets.matches(secret, session.refreshHash)
  }

  /** The pair that follows a presented token. Its refresh token is the same each time; the access token is a fresh one. */
  async follow(session: Session, presented: RefreshToken): Promise<{ readonly pair: TokenPair; readonly refreshHash: string }> {
    const next = { ...presented, generation: presented.generation + 1, secret: this.#secrets.derive(session.refreshKey, presented.secret) }
    return { pair: await this.#pair(session.accountId, next, session.expiresAt), refreshHash: this.#secrets.hash(next.secret) }
  }

  async #pair(userId: UserId, token: RefreshToken, sessionEnd: Date): Promise<TokenPair> {
    const { sessionId, generation } = token
    const access = await this.#tokens.issue({ userId, sessionId, generation }, sessionEnd)
    const seconds = (until: Date) => Math.max(0, Math.ceil((until.getTime() - this.#clock.now().getTime()) / 1_000))
    return {
      accessToken: access.token,
      accessExpiresAt: access.expiresAt,
      expiresIn: seconds(access.expiresAt),
      refreshToken: formatRefreshToken(token),
      refreshExpiresIn: seconds(sessionEnd),
    }
  }
}
