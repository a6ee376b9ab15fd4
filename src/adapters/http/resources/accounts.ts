import { z } from 'zod'
import type { SessionId } from '../../../domain/ids.js'
import { moderationEvents, type SecurityEventType } from '../../../domain/security-event.js'
import { idOf, time } from './common.js'
import { user } from './people.js'

export const sessionId = idOf<SessionId>()

export const mailSent = <Status extends string>(status: Status) => z.strictObject({ status: z.literal(status) })

export const signedIn = z
  .strictObject({
    accessToken: z.string(),
    expiresIn: z.int().describe('Seconds.'),
    tokenType: z.literal('Bearer'),
    refreshToken: z.string().exactOptional().describe('Not there where it is in the cookie.'),
    user,
  })
  .meta({ id: 'SignedIn' })

export const deviceSession = z.strictObject({
  id: sessionId,
  device: z.string().nullable(),
  ip: z.string().nullable(),
  createdAt: time,
  lastUsedAt: time,
})

export const session = deviceSession
  .extend({ current: z.boolean().describe('The one that asks.') })
  .meta({ id: 'Session', description: 'A sign-in on one device.' })

const securityEventTypes = [
  'registration',
  'verification_request',
  'email_verification',
  'sign_in',
  'token_refresh',
  'token_reuse',
  'sign_out',
  'session_end',
  'password_reset_request',
  'password_reset',
  'password_change',
  'email_change_request',
  'email_change',
  'data_export',
  'account_erasure',
  ...moderationEvents,
  'chat_ban',
  'chat_unban',
  'access',
  'connection',
  'rate_limit',
] as const satisfies readonly SecurityEventType[]

export const securityEvent = z
  .strictObject({
    id: z.string(),
    at: time,
    type: z.enum(securityEventTypes),
    outcome: z.enum(['success', 'failure', 'denied']),
    sessionId: sessionId.nullable(),
    ip: z.string().nullable(),
    userAgent: z.string().nullable(),
    requestId: z.string().nullable(),
    detail: z.record(z.string(), z.union([z.string(), z.number()])),
  })
  .meta({ id: 'SecurityEvent' })
