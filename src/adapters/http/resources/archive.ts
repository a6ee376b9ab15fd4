import { z } from 'zod'
import type { OwnAccount, OwnLists } from '../../../application/ports/personal-data.js'
import { reportStatuses } from '../../../domain/report.js'
import { deviceSession, securityEvent, sessionId } from './accounts.js'
import { me } from './chats.js'
import { listOf, time } from './common.js'
import { invite } from './invites.js'
import { attachment, chatId, message, messageId } from './messages.js'
import { report } from './moderation.js'
import { notificationSettings, pushSubscription } from './notifications.js'
import { ownUser, userId } from './people.js'
import { ownPresence } from './presence.js'

const title = z.string().nullable()

const ownAccount = z.strictObject({
  signedUpAs: z.strictObject({ handle: z.string(), displayName: z.string() }),
  createdAt: time,
  verifiedAt: time.nullable(),
  credentialsChangedAt: time,
  newEmail: z.string().nullable().describe('The address that they have asked to move to.'),
  presence: ownPresence.omit({ away: true }).extend({ lastSeenAt: time.nullable() }),
  notifications: notificationSettings,
  adminSince: time.nullable().describe('Since when they keep order on the installation by appointment.'),
}) satisfies z.ZodType<Omit<OwnAccount, 'newEmail'>>

const ownLists = {
  sessions: listOf(deviceSession.extend({ expiresAt: time, endedAt: time.nullable() })),
  memberships: listOf(me.extend({ chatId, type: z.enum(['private', 'group']), title, joinedAt: time, leftAt: time.nullable() })),
  messages: listOf(message),
  edits: listOf(z.strictObject({ messageId, text: z.string().describe('What an edit has replaced.'), editedAt: time })),
  reactions: listOf(z.strictObject({ messageId, emoji: z.string(), createdAt: time })),
  mentions: listOf(z.strictObject({ chatId, messageId })),
  threads: listOf(z.strictObject({ rootId: messageId, following: z.boolean(), readNumber: z.int() })),
  attachments: listOf(attachment.extend({ createdAt: time, messageId: messageId.nullable(), chatId: chatId.nullable() })),
  blocks: listOf(z.strictObject({ userId, createdAt: time })),
  invites: listOf(invite.omit({ url: true }).extend({ chatId, revokedAt: time.nullable() })),
  bans: listOf(z.strictObject({ chatId, title, bannedAt: time })),
  bansMade: listOf(z.strictObject({ chatId, userId, bannedAt: time })),
  reports: listOf(report.omit({ reporterId: true }).extend({ status: z.enum(reportStatuses), handledAt: time.nullable() })),
  pushSubscriptions: listOf(pushSubscription.extend({ sessionId, expiresAt: time.nullable() })),
} satisfies { readonly [Name in keyof OwnLists]: z.ZodType<readonly OwnLists[Name][]> }

const ownEvent = securityEvent.omit({ ip: true, userAgent: true, requestId: true }).extend({
  userId: userId.nullable(),
  origin: z.strictObject({ requestId: z.string(), ip: z.string(), userAgent: z.string().nullable() }).nullable(),
})

export const archive = z
  .strictObject({ exportedAt: time, profile: ownUser, account: ownAccount, ...ownLists, securityEvents: listOf(ownEvent) })
  .meta({ id: 'Archive', description: 'Everything that is kept about the caller.' })
