import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import type { LiveConnections } from '../../../src/application/ports/live-connections.js'
import type { SecurityNotices } from '../../../src/application/ports/security-notices.js'
import type { SessionDirectory } from '../../../src/application/ports/session-directory.js'
import type { SessionRepository } from '../../../src/application/ports/session-repository.js'
import { EndSession } from '../../../src/application/sessions/end-session.js'
import { LogOutEverywhere } from '../../../src/application/sessions/log-out-everywhere.js'
import { SessionEnding } from '../../../src/application/sessions/session-ending.js'
import { NotFound } from '../../../src/domain/errors.js'
import type { SessionId } from '../../../src/domain/ids.js'
import { aSession, sessionId } from '../../support/accounts.js'
import { ada, at, bob } from '../../support/people.js'

afterEach(() => td.reset())

const clock = { now: () => at }
const other = '50000000-0000-7000-8000-000000000001' as SessionId

const setUp = () => {
  const sessions = td.object<SessionRepository>()
  const directory = td.object<SessionDirectory>()
  const live = td.object<LiveConnections>()
  const ending = new SessionEnding(sessions, live, td.object<SecurityNotices>())
  td.when(sessions.find(sessionId)).thenResolve(aSession())
  td.when(sessions.find(other)).thenResolve(null)
  return {
    sessions,
    directory,
    live,
    endSession: new EndSession(sessions, ending, clock),
    everywhere: new LogOutEverywhere(directory, live, clock),
  }
}

describe('EndSession', () => {
  it("ends one's own session and closes its sockets", async () => {
    const { sessions, live, endSession } = setUp()
    await endSession.execute({ userId: ada.id, sessionId })
    td.verify(sessions.end(sessionId, at))
    td.verify(live.endSessions(ada.id, [sessionId]))
  })

  it("S31 knows nothing of somebody else's session, or of none", async () => {
    const { sessions, live, endSession } = setUp()
    await expect(endSession.execute({ userId: bob.id, sessionId })).rejects.toThrow(NotFound)
    await expect(endSession.execute({ userId: bob.id, sessionId: other })).rejects.toThrow(NotFound)
    expect(td.explain(sessions.end).callCount + td.explain(live.endSessions).callCount).toBe(0)
  })
})

describe('LogOutEverywhere', () => {
  it('S30 ends all sessions and closes their sockets', async () => {
    const { directory, live, everywhere } = setUp()
    td.when(directory.endAll(ada.id, at)).thenResolve([sessionId, other])
    await everywhere.execute({ userId: ada.id })
    td.verify(live.endSessions(ada.id, [sessionId, other]))
  })

  it('tells nobody when there was none', async () => {
    const { directory, live, everywhere } = setUp()
    td.when(directory.endAll(ada.id, at)).thenResolve([])
    await everywhere.execute({ userId: ada.id })
    expect(td.explain(live.endSessions).callCount).toBe(0)
  })
})
