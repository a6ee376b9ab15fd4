import type { UserId } from '../../domain/ids.js'
import { Prisma } from '../../generated/prisma/client.js'

/** Whether the user of the alias `u` was not erased: `isErased` of the domain, the other way round. */
export const isPresent = Prisma.sql`u.handle NOT LIKE 'deleted\\_%'`

/**
 * The id of a user who was not erased, to insert what they set up for themselves. Held until that is over: an erasure at the same moment comes
 * after it and finds it, or comes before it and nobody is there.
 */
export const presentUser = (id: UserId): Prisma.Sql =>
  Prisma.sql`(SELECT u.id FROM users u WHERE u.id = ${id}::uuid AND ${isPresent} FOR KEY SHARE)`
