import { z } from 'zod'
import type { BannedUser } from '../../../application/ports/bans.js'
import { chat } from './chats.js'
import { count, time } from './common.js'
import { user, userId } from './people.js'

const code = z.string().describe('256 random bits.')

export const invite = z
  .strictObject({
    code,
    url: z.string().describe('What to send to people.'),
    maxUses: count.nullable().describe('How many may come in by it; `null`: as many as like.'),
    uses: count,
    expiresAt: time.nullable(),
    createdBy: userId,
    createdAt: time,
  })
  .meta({ id: 'Invite', description: 'A link that lets whoever has it into a group.' })

export const invitePreview = z
  .strictObject({
    code,
    chat: chat.pick({ id: true, title: true, topic: true, memberCount: true }),
    expiresAt: time.nullable(),
    joined: z.boolean().describe('Whether the caller is in the group already.'),
  })
  .meta({ id: 'InvitePreview' })

export const bannedUser = z
  .strictObject({ user, bannedAt: time, bannedBy: userId })
  .meta({ id: 'BannedUser' }) satisfies z.ZodType<BannedUser>
