import { describe, expect, it } from '@jest/globals'
import { JwtAccessTokens } from '../../../src/adapters/jwt/jwt-access-tokens.js'
import { OutboxSecurityNotices } from '../../../src/adapters/mail/outbox-security-notices.js'
import { InMemoryAccountRepository } from '../../../src/adapters/memory/in-memory-account-repository.js'
import { InMemoryMailOutbox } from '../../../src/adapters/memory/in-memory-mail-outbox.js'
import { InMemorySessionRepository } from '../../../src/adapters/memory/in-memory-session-repository.js'
import { ManualClock } from '../../../src/adapters/memory/manual-clock.js'
import { ManualTimers } from '../../../src/adapters/memory/manual-timers.js'
import { CryptoSecrets } from '../../../src/adapters/system/crypto-secrets.js'
import { UuidV7Generator } from '../../../src/adapters/system/uuid-v7-generator.js'
import { Authenticate } from '../../../src/application/accounts/authenticate.js'
import { RefreshSession } from '../../../src/application/accounts/refresh-session.js'
import { SessionCache } from '../../../src/application/accounts/session-cache.js'
import { SessionIssuer } from '../../../src/application/accounts/session-issuer.js'
import { SessionEnding } from '../../../src/application/sessions/session-ending.js'
import { RefreshTokenReused, Unauthenticated } from '../../../src/domain/errors.js'
import type { SessionId } from '../../../src/domain/ids.js'
import { email } from '../../support/accounts.js'
import { ada, at } from '../../support/people.js'

const day = 24 * 60 * 60_000

/** Signed in, with everything but the stores as in the program. */
async function signedIn() {
  const [clock, timers, ids, secrets] = [new ManualClock(at), new ManualTimers(), new UuidV7Generator(), new CryptoSecrets()]
  const [accounts, sessions] = [new InMemoryAccountRepository(), new InMemorySessionRepository()]
  await accounts.register(
    { id: ada.id, email, passwordHash: '', handle: 'ada', displayName: 'Ada' },
    { hash: 'hash', createdAt: at, expiresAt: new Date(at.getTime() + day) },
  )
  await accounts.verify('hash', null, at)
  const keys = [{ kid: 'k1', secret: 'a secret that is at least 32 bytes long' }]
  const tokens = new JwtAccessTokens({ keys, ttl: 900, issuer: 'parley', audience: 'parley' }, clock)
  const issuer = new SessionIssuer(tokens, secrets, ids, clock, 30 * day)
  const ended: SessionId[] = []
  const live = {
    subscribe: async () => undefined,
    unsubscribe: async () => undefined,
    endSessions: async (_: unknown, sessionIds: readonly SessionId[]) => void ended.push(...sessionIds),
  }
  const notices = new OutboxSecurityNotices(new InMemoryMailOutbox(), ids, clock, { publicUrl: 'https://chat.example', hold: true })
  const refreshSession = new RefreshSession(sessions, accounts, issuer, new SessionEnding(sessions, live, notices), clock)
  const authenticate = new Authenticate(tokens, new SessionCache(sessions, clock, timers))
  const { session, pair } = await issuer.begin(ada.id, { device: null, ip: null })
  await sessions.open(session)
  const pass = async (milliseconds: number) => {
    clock.advance(milliseconds)
    await timers.advance(milliseconds)
  }
  return {
    session,
    pair,
    sessions,
    ended,
    pass,
    refresh: (refreshToken: string) => refreshSession.execute({ refreshToken }),
    use: (token: string) => authenticate.execute({ token }),
  }
}

describe('the refresh tokens of a session', () => {
  it('S22 change with each use, and only their hashes are kept', async () => {
    const { pair, refresh, use, sessions, session } = await signedIn()
    const seen = new Set([pair.refreshToken])
    let { refreshToken } = pair
    for (let round = 0; round < 50; round += 1) {
      const next = await refresh(refreshToken)
      await use(next.accessToken)
      refreshToken = next.refreshToken
      seen.add(refreshToken)
    }
    expect(seen.size).toBe(51)
    const stored = JSON.stringify(await sessions.find(session.id))
    for (const token of seen) expect(stored).not.toContain(token.split('.')[2])
  })

  it('S24 have one successor, whoever asks for it at the same moment', async () => {
    const { pair, refresh, use, ended } = await signedIn()
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(pair.refreshToken)))
    expect(new Set(answers.map(({ refreshToken }) => refreshToken)).size).toBe(1)
    for (const { accessToken } of answers) await use(accessToken)
    expect(ended).toEqual([])
  })

  it('S25 are not lost with an answer, however late it is asked for again', async () => {
    const { pair, refresh, pass } = await signedIn()
    const lost = await refresh(pair.refreshToken)
    await pass(5 * day)
    const again = await refresh(pair.refreshToken)
    expect(again.refreshToken).toBe(lost.refreshToken)
    await pass(5 * day)
    expect((await refresh(again.refreshToken)).refreshToken).not.toBe(again.refreshToken)
  })

  it('S25 may be presented again for 10 seconds after their successor was first used, and then end the session', async () => {
    const { pair, refresh, use, pass, ended, session } = await signedIn()
    const next = await refresh(pair.refreshToken)
    await use(next.accessToken)
    await pass(9_999)
    expect((await refresh(pair.refreshToken)).refreshToken).toBe(next.refreshToken)
    await pass(1)
    await expect(refresh(pair.refreshToken)).rejects.toThrow(RefreshTokenReused)
    expect(ended).toEqual([session.id])
    await expect(refresh(next.refreshToken)).rejects.toThrow(Unauthenticated)
    await pass(5_000)
    await expect(use(next.accessToken)).rejects.toThrow(Unauthenticated)
  })

  it('S23 that are two generations old end the session at once', async () => {
    const { pair, refresh, ended, session } = await signedIn()
    const second = await refresh(pair.refreshToken)
    const third = await refresh(second.refreshToken)
    await expect(refresh(pair.refreshToken)).rejects.toThrow(RefreshTokenReused)
    expect(ended).toEqual([session.id])
    await expect(refresh(third.refreshToken)).rejects.toThrow(Unauthenticated)
  })

  it('are told from made-up ones, which change nothing', async () => {
    const { pair, refresh, ended } = await signedIn()
    const second = await refresh(pair.refreshToken)
    const [id, , secret = ''] = second.refreshToken.split('.')
    const other = `${secret.slice(0, -2)}${secret.endsWith('AA') ? 'BB' : 'AA'}`
    for (const forged of [`${id}.1.${other}`, `${id}.0.${secret}`, `${id}.0.${other}`, `${id}.2.${secret}`, `${id}.999999999.${secret}`]) {
      await expect(refresh(forged)).rejects.toThrow(Unauthenticated)
    }
    expect(ended).toEqual([])
    await refresh(second.refreshToken)
  })

  it('S28 end with the session, however often they were refreshed; the access token ends with it too', async () => {
    const { pair, refresh, pass } = await signedIn()
    let { refreshToken } = pair
    for (let days = 0; days < 30; days += 1) {
      refreshToken = (await refresh(refreshToken)).refreshToken
      await pass(day - 1_000)
    }
    const last = await refresh(refreshToken)
    expect(last).toMatchObject({ expiresIn: 30, refreshExpiresIn: 30 })
    await pass(30_000)
    await expect(refresh(last.refreshToken)).rejects.toThrow(Unauthenticated)
  })
})
