import type { SecurityEvents } from '../../../application/ports/security-log.js'
import type { RecordedSecurityEvent } from '../../../domain/security-event.js'
import { securityEvent } from '../resources/accounts.js'
import { page } from '../resources/common.js'
import { type Route, route } from '../route.js'
import { pageOf, pageQuery } from '../schemas.js'

export const securityEventRoutes = ({ securityEvents }: { readonly securityEvents: Pick<SecurityEvents, 'page'> }): readonly Route[] => [
  route({
    method: 'get',
    path: '/v1/me/security-events',
    summary: "The caller's own audit log, the latest first.",
    access: 'bearer',
    query: pageQuery,
    responses: { 200: page(securityEvent) },
    handle: async ({ principal, query }) => {
      const { items, nextCursor } = await securityEvents.page(principal.userId, pageOf(query))
      return { status: 200, body: { items: items.map(securityEventBody), nextCursor } }
    },
  }),
]

export const securityEventBody = ({ id, at, type, outcome, sessionId, origin, detail }: RecordedSecurityEvent) => ({
  id,
  at,
  type,
  outcome,
  sessionId,
  ip: origin?.ip || null,
  userAgent: origin?.userAgent ?? null,
  requestId: origin?.requestId ?? null,
  detail,
})
