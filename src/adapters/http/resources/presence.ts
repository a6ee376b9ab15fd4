import { z } from 'zod'
import type { OwnPresence } from '../../../application/presence/change-presence.js'
import type { Presence } from '../../../domain/presence.js'
import { time } from './common.js'
import { userId } from './people.js'

export const presence = z
  .strictObject({
    userId,
    status: z.enum(['online', 'away', 'offline']),
    lastSeenAt: time.nullable().describe('Of those who are offline and let it be seen.'),
  })
  .meta({ id: 'Presence' }) satisfies z.ZodType<Presence>

export const ownPresence = z
  .strictObject({
    visibility: z.enum(['everyone', 'nobody']).describe('`nobody`: always offline to others.'),
    away: z.boolean().describe('Holds until it is taken back, or the caller has been offline.'),
    lastSeen: z.boolean().describe('Whether others may see when the caller was here last.'),
  })
  .meta({ id: 'OwnPresence', description: 'What the caller lets the people they know see of them.' }) satisfies z.ZodType<OwnPresence>
