import { setTimeout as delay } from 'node:timers/promises'
import type { Stores, UnitOfWork } from '../../application/ports/unit-of-work.js'
import { Conflict, Unavailable } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import type { User } from '../../domain/user.js'
import type { Prisma, PrismaClient } from '../../generated/prisma/client.js'
import { guard, isLostRace, isOwnerless } from './failures.js'
import { isPresent } from './present-user.js'
import { PrismaBans } from './prisma-bans.js'
import { PrismaBlocks } from './prisma-blocks.js'
import { PrismaChatRepository } from './prisma-chat-repository.js'
import { PrismaInvites } from './prisma-invites.js'
import { PrismaMembershipRepository } from './prisma-membership-repository.js'
import { PrismaMessageStore } from './prisma-message-store.js'
import { PrismaUserDirectory, toUser, type UserRow } from './prisma-user-directory.js'

const attempts = 4
/** Waiting for a connection, and from the first statement to the commit. */
const limits = { maxWait: 4_000, timeout: 10_000 } as const

export class PrismaUnitOfWork implements UnitOfWork {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  /** `work` runs again if its transaction lost a deadlock: it must do nothing but use the stores. */
  async run<Result>(work: (stores: Stores) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await guard(this.#prisma.$transaction((transaction) => checked(transaction, work), limits))
      } catch (error) {
        if (isOwnerless(error)) throw new Conflict('A group must keep an owner.', { cause: error })
        if (!isLostRace(error)) throw error
        if (attempt === attempts) throw new Unavailable('Too many others change the same.', { cause: error })
        await delay(Math.random() * 20 * 2 ** attempt)
      }
    }
  }
}

async function presentUsers(transaction: Prisma.TransactionClient, ids: readonly UserId[]): Promise<readonly User[]> {
  const rows = await transaction.$queryRaw<UserRow[]>`
    SELECT u.id, u.handle, u.display_name, u.avatar_url, u.created_at FROM users u
    WHERE u.id = ANY(${[...ids]}::uuid[]) AND ${isPresent} ORDER BY u.id FOR KEY SHARE`
  return rows.map(toUser)
}

/** Deferred constraints speak before the commit, where a driver may not hear them: the embedded one takes a refused commit for a good one. */
async function checked<Result>(transaction: Prisma.TransactionClient, work: (stores: Stores) => Promise<Result>): Promise<Result> {
  const result = await work({
    chats: new PrismaChatRepository(transaction),
    memberships: new PrismaMembershipRepository(transaction),
    invites: new PrismaInvites(transaction),
    bans: new PrismaBans(transaction),
    blocks: new PrismaBlocks(transaction),
    messages: new PrismaMessageStore(transaction),
    users: {
      findMany: (ids) => presentUsers(transaction, ids),
      findEvenErased: (ids) => new PrismaUserDirectory(transaction).findMany(ids),
    },
  })
  await transaction.$executeRaw`SET CONSTRAINTS ALL IMMEDIATE`
  return result
}
