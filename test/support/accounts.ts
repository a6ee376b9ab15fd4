import type { TokenPair } from '../../src/application/accounts/token-pair.js'
import type { Account } from '../../src/domain/account.js'
import { parseEmail } from '../../src/domain/email.js'
import type { SessionId } from '../../src/domain/ids.js'
import type { Session } from '../../src/domain/session.js'
import { ada, at } from './people.js'

export const email = parseEmail('ada@example.com')
export const sessionId = '40000000-0000-7000-8000-000000000001' as SessionId
const inMinutes = (count: number) => new Date(at.getTime() + count * 60_000)

export const account = (changes: Partial<Account> = {}): Account => ({
  id: ada.id,
  email,
  passwordHash: 'argon2',
  passwordChangedAt: at,
  verifiedAt: at,
  disabledAt: null,
  user: ada,
  ...changes,
})

export const aSession = (changes: Partial<Session> = {}): Session => ({
  id: sessionId,
  accountId: ada.id,
  device: 'Firefox',
  ip: '127.0.0.1',
  createdAt: at,
  lastUsedAt: at,
  expiresAt: inMinutes(60),
  accessExpiresAt: inMinutes(15),
  refreshKey: 'key',
  refreshHash: 'hash',
  generation: 0,
  confirmedAt: null,
  endedAt: null,
  ...changes,
})

export const pair: TokenPair = {
  accessToken: 'access',
  accessExpiresAt: inMinutes(15),
  expiresIn: 900,
  refreshToken: 'refresh',
  refreshExpiresIn: 3_600,
}

export const secret = 's'.repeat(43)
export const refreshTokenOf = (generation: number): string => `${sessionId}.${generation}.${secret}`
