import { z } from 'zod'
import type { Clock } from '../../../application/ports/clock.js'
import type { SessionDirectory } from '../../../application/ports/session-directory.js'
import type { EndSession } from '../../../application/sessions/end-session.js'
import type { LogOutEverywhere } from '../../../application/sessions/log-out-everywhere.js'
import type { SessionId } from '../../../domain/ids.js'
import type { Session } from '../../../domain/session.js'
import { clearSiteData } from '../browser/clear-site-data.js'
import { RefreshCookie } from '../browser/refresh-cookie.js'
import { session } from '../resources/accounts.js'
import { page } from '../resources/common.js'
import { type Route, route } from '../route.js'
import { sessionId } from '../schemas.js'

export interface SessionUseCases {
  readonly sessions: Pick<SessionDirectory, 'list'>
  readonly endSession: EndSession
  readonly logOutEverywhere: LogOutEverywhere
  readonly clock: Clock
}

export function sessionRoutes(core: SessionUseCases, { publicUrl }: { readonly publicUrl: string }): readonly Route[] {
  const cookie = new RefreshCookie(publicUrl)
  const signedOut = { ...clearSiteData, 'Set-Cookie': cookie.clear() }
  return [
    route({
      method: 'get',
      path: '/v1/auth/sessions',
      summary: "The caller's sessions, the last used first. There are few enough for one page.",
      access: 'bearer',
      responses: { 200: page(session) },
      handle: async ({ principal }) => {
        const sessions = await core.sessions.list(principal.userId, core.clock.now())
        return { status: 200, body: { items: sessions.map((session) => itemOf(session, principal.sessionId)), nextCursor: null } }
      },
    }),
    route({
      method: 'delete',
      path: '/v1/auth/sessions/:sessionId',
      summary: "Ends one of the caller's sessions.",
      access: 'bearer',
      audit: 'sign_out',
      subject: ({ params }) => ({ endedSessionId: params.sessionId }),
      params: z.object({ sessionId }),
      responses: { 204: null },
      handle: async ({ principal, params }) => {
        await core.endSession.execute({ userId: principal.userId, sessionId: params.sessionId })
        return params.sessionId === principal.sessionId ? { status: 204, headers: signedOut } : { status: 204 }
      },
    }),
    route({
      method: 'post',
      path: '/v1/auth/logout-all',
      summary: "Ends all of the caller's sessions, this one included.",
      access: 'bearer',
      audit: 'sign_out',
      responses: { 204: null },
      handle: async ({ principal }) => {
        await core.logOutEverywhere.execute({ userId: principal.userId })
        return { status: 204, headers: signedOut }
      },
    }),
  ]
}

const itemOf = ({ id, device, ip, createdAt, lastUsedAt }: Session, current: SessionId) => ({
  id,
  device,
  ip,
  createdAt,
  lastUsedAt,
  current: id === current,
})
