import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { Authenticate } from '../../../src/application/accounts/authenticate.js'
import type { AccessTokenVerifier } from '../../../src/application/ports/access-tokens.js'
import type { SessionGuard } from '../../../src/application/ports/session-guard.js'
import { TokenExpired, Unauthenticated } from '../../../src/domain/errors.js'
import { sessionId } from '../../support/accounts.js'
import { ada, later } from '../../support/people.js'

afterEach(() => td.reset())

describe('Authenticate', () => {
  const claims = { userId: ada.id, sessionId, generation: 3, expiresAt: later }
  const setUp = () => {
    const tokens = td.object<AccessTokenVerifier>()
    const sessions = td.object<SessionGuard>()
    return { tokens, sessions, authenticate: new Authenticate(tokens, sessions) }
  }

  it('knows who presents a genuine token of a session that lives', async () => {
    const { tokens, sessions, authenticate } = setUp()
    td.when(tokens.verify('token')).thenResolve(claims)
    td.when(sessions.admit(claims)).thenResolve(true)
    expect(await authenticate.execute({ token: 'token' })).toEqual({ userId: ada.id, sessionId, expiresAt: later })
  })

  it('S15 lets nobody in whose session has ended', async () => {
    const { tokens, sessions, authenticate } = setUp()
    td.when(tokens.verify('token')).thenResolve(claims)
    td.when(sessions.admit(claims)).thenResolve(false)
    await expect(authenticate.execute({ token: 'token' })).rejects.toThrow(Unauthenticated)
  })

  it('asks about no session for a token that is not genuine', async () => {
    const { tokens, sessions, authenticate } = setUp()
    td.when(tokens.verify('token')).thenReject(new TokenExpired())
    await expect(authenticate.execute({ token: 'token' })).rejects.toThrow(TokenExpired)
    expect(td.explain(sessions.admit).callCount).toBe(0)
  })
})
