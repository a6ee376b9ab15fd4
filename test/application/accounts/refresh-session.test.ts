import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { LogOut } from '../../../src/application/accounts/log-out.js'
import { RefreshSession } from '../../../src/application/accounts/refresh-session.js'
import type { SessionIssuer } from '../../../src/application/accounts/session-issuer.js'
import type { AccessTokens } from '../../../src/application/ports/access-tokens.js'
import type { AccountRepository } from '../../../src/application/ports/account-repository.js'
import type { LiveConnections } from '../../../src/application/ports/live-connections.js'
import type { SecurityNotices } from '../../../src/application/ports/security-notices.js'
import type { SessionRepository } from '../../../src/application/ports/session-repository.js'
import { SessionEnding } from '../../../src/application/sessions/session-ending.js'
import { RefreshTokenReused, Unauthenticated, Unavailable } from '../../../src/domain/errors.js'
import type { Session } from '../../../src/domain/session.js'
import { account, aSession, email, pair, refreshTokenOf, secret, sessionId } from '../../support/accounts.js'
import { ada, at, bob } from '../../support/people.js'

afterEach(() => td.reset())

const rotation = { refreshHash: 'next hash', at, accessExpiresAt: pair.accessExpiresAt }

const setUp = (session: Session | null = aSession({ generation: 5 })) => {
  const sessions = td.object<SessionRepository>()
  const accounts = td.object<AccountRepository>()
  const issuer = td.object<SessionIssuer>()
  const tokens = td.object<AccessTokens>()
  const live = td.object<LiveConnections>()
  const notices = td.object<SecurityNotices>()
  td.when(sessions.find(sessionId)).thenResolve(session)
  td.when(accounts.find(ada.id)).thenResolve(account())
  td.when(issuer.isGenuine(td.matchers.anything(), td.matchers.contains({ secret }))).thenReturn(true)
  td.when(issuer.follow(td.matchers.contains({ id: sessionId }), td.matchers.contains({ sessionId, secret }))).thenResolve({
    pair,
    refreshHash: 'next hash',
  })
  const refresh = new RefreshSession(sessions, accounts, issuer, new SessionEnding(sessions, live, notices), { now: () => at })
  const logOut = new LogOut(sessions, issuer, tokens, live, { now: () => at })
  const expectUntouched = () => {
    for (const command of [sessions.rotate, sessions.renew, sessions.end, live.endSessions]) expect(td.explain(command).callCount).toBe(0)
  }
  return { sessions, accounts, issuer, tokens, live, notices, refresh, logOut, expectUntouched }
}

describe('RefreshSession', () => {
  it('S22 rotates for the newest token, and hands out what follows it', async () => {
    const { sessions, refresh } = setUp()
    td.when(sessions.rotate(sessionId, 5, rotation)).thenResolve(true)
    expect(await refresh.execute({ refreshToken: refreshTokenOf(5) })).toEqual({ ...pair, user: ada })
  })

  it('S25 repeats what followed the token before, while nobody has used it', async () => {
    const { sessions, refresh } = setUp()
    td.when(sessions.renew(sessionId, 5, at, pair.accessExpiresAt)).thenResolve(true)
    expect(await refresh.execute({ refreshToken: refreshTokenOf(4) })).toEqual({ ...pair, user: ada })
    expect(td.explain(sessions.rotate).callCount).toBe(0)
  })

  it('S24 looks again when somebody else has rotated at the same moment, and repeats', async () => {
    const { sessions, refresh } = setUp()
    td.when(sessions.find(sessionId)).thenResolve(aSession({ generation: 5 }), aSession({ generation: 6 }))
    td.when(sessions.rotate(sessionId, 5, rotation)).thenResolve(false)
    td.when(sessions.renew(sessionId, 6, at, pair.accessExpiresAt)).thenResolve(true)
    expect(await refresh.execute({ refreshToken: refreshTokenOf(5) })).toEqual({ ...pair, user: ada })
  })

  it('S27 refuses when the session has ended at the same moment', async () => {
    const { sessions, refresh } = setUp()
    td.when(sessions.find(sessionId)).thenResolve(aSession({ generation: 5 }), aSession({ generation: 5, endedAt: at }))
    td.when(sessions.rotate(sessionId, 5, rotation)).thenResolve(false)
    await expect(refresh.execute({ refreshToken: refreshTokenOf(5) })).rejects.toThrow(Unauthenticated)
  })

  it('S23 ends the session, closes its sockets and tells the owner once when a spent token comes back', async () => {
    const { sessions, live, notices, refresh } = setUp()
    td.when(sessions.end(sessionId, at)).thenResolve(true, false)
    await expect(refresh.execute({ refreshToken: refreshTokenOf(3) })).rejects.toThrow(RefreshTokenReused)
    td.verify(notices.sessionEndedForReuse(email), { times: 1 })
    await expect(refresh.execute({ refreshToken: refreshTokenOf(3) })).rejects.toThrow(RefreshTokenReused)
    td.verify(notices.sessionEndedForReuse(email), { times: 1 })
    td.verify(live.endSessions(ada.id, [sessionId]), { times: 2 })
    expect(td.explain(sessions.rotate).callCount).toBe(0)
  })

  it.each([0, 4, 5, 6])('refuses a token that was made up, and touches nothing: generation %p', async (generation) => {
    const { refresh, issuer, expectUntouched } = setUp()
    td.when(issuer.isGenuine(td.matchers.anything(), td.matchers.anything())).thenReturn(false)
    await expect(refresh.execute({ refreshToken: refreshTokenOf(generation) })).rejects.toThrow(Unauthenticated)
    expectUntouched()
  })

  it.each(['', 'x', 'header.payload.signature', `${refreshTokenOf(5)}x`])(
    'S9 refuses %p, which is no refresh token',
    async (refreshToken) => {
      const { sessions, refresh, expectUntouched } = setUp()
      await expect(refresh.execute({ refreshToken })).rejects.toThrow(Unauthenticated)
      expect(td.explain(sessions.find).callCount).toBe(0)
      expectUntouched()
    },
  )

  it.each([
    ['unknown', null],
    ['ended', aSession({ generation: 5, endedAt: at })],
    ['past its absolute end', aSession({ generation: 5, expiresAt: at })],
  ])('S28 refuses a session that is %s', async (_, session) => {
    const { refresh, expectUntouched } = setUp(session)
    await expect(refresh.execute({ refreshToken: refreshTokenOf(5) })).rejects.toThrow(Unauthenticated)
    await expect(refresh.execute({ refreshToken: refreshTokenOf(3) })).rejects.toThrow(Unauthenticated)
    expectUntouched()
  })

  it.each([
    ['disabled', account({ disabledAt: at })],
    ['gone', null],
  ])('S33 ends the session of an account that is %s', async (_, owner) => {
    const { sessions, accounts, live, refresh } = setUp()
    td.when(accounts.find(ada.id)).thenResolve(owner)
    await expect(refresh.execute({ refreshToken: refreshTokenOf(5) })).rejects.toThrow(Unauthenticated)
    td.verify(sessions.end(sessionId, at))
    td.verify(live.endSessions(ada.id, [sessionId]))
  })

  it('gives up after many lost races, and lets the client try again', async () => {
    const { sessions, refresh } = setUp()
    td.when(sessions.rotate(sessionId, 5, rotation)).thenResolve(false)
    await expect(refresh.execute({ refreshToken: refreshTokenOf(5) })).rejects.toThrow(Unavailable)
  })
})

describe('LogOut', () => {
  it.each([0, 3, 5])('S29 ends the session of a refresh token of any generation, and closes its sockets: %p of 5', async (generation) => {
    const { sessions, live, logOut } = setUp()
    await logOut.execute({ refreshToken: refreshTokenOf(generation), accessToken: null })
    td.verify(sessions.end(sessionId, at))
    td.verify(live.endSessions(ada.id, [sessionId]))
  })

  it('S29 ends the session of an access token, expired or not', async () => {
    const { sessions, tokens, live, logOut } = setUp()
    td.when(tokens.readEvenExpired('access')).thenResolve({ userId: ada.id, sessionId, generation: 2, expiresAt: at })
    await logOut.execute({ refreshToken: null, accessToken: 'access' })
    td.verify(sessions.end(sessionId, at))
    td.verify(live.endSessions(ada.id, [sessionId]))
  })

  it('S29 closes the sockets again when it is repeated', async () => {
    const { live, logOut } = setUp(aSession({ endedAt: at }))
    await logOut.execute({ refreshToken: refreshTokenOf(0), accessToken: null })
    td.verify(live.endSessions(ada.id, [sessionId]))
  })

  it('touches nothing without a token, or with one that is of no session', async () => {
    const { tokens, issuer, logOut, expectUntouched } = setUp()
    await logOut.execute({ refreshToken: null, accessToken: null })
    await logOut.execute({ refreshToken: 'x', accessToken: 'forged' })
    td.when(tokens.readEvenExpired('forged')).thenResolve(null)
    await logOut.execute({ refreshToken: null, accessToken: 'forged' })
    td.when(tokens.readEvenExpired('of bob')).thenResolve({ userId: bob.id, sessionId, generation: 0, expiresAt: at })
    await logOut.execute({ refreshToken: null, accessToken: 'of bob' })
    td.when(issuer.isGenuine(td.matchers.anything(), td.matchers.anything())).thenReturn(false)
    await logOut.execute({ refreshToken: refreshTokenOf(5), accessToken: null })
    expectUntouched()
  })
})
