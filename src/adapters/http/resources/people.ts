import { z } from 'zod'
import type { UserId } from '../../../domain/ids.js'
import type { User } from '../../../domain/user.js'
import { idOf, time } from './common.js'

export const userId = idOf<UserId>()

export const user = z
  .strictObject({
    id: userId,
    handle: z.string(),
    displayName: z.string(),
    avatarUrl: z.string().nullable(),
    createdAt: time,
  })
  .meta({
    id: 'User',
    description: "What anybody may see of a person. Nobody else's e-mail address is ever shown.",
  }) satisfies z.ZodType<User>

export const ownUser = user.extend({ email: z.string() }).meta({ id: 'OwnUser', description: 'The caller, with their e-mail address.' })
