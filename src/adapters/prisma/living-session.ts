import { idleLifetime } from '../../domain/session.js'
import { Prisma } from '../../generated/prisma/client.js'

/** Whether the session of the alias `s` has neither ended nor run out, as `isAlive` of the domain has it. */
export const livingSession = (now: Date): Prisma.Sql => Prisma.sql`(s.ended_at IS NULL AND s.expires_at > ${now}::timestamptz
  AND s.last_used_at > ${new Date(now.getTime() - idleLifetime)}::timestamptz)`
