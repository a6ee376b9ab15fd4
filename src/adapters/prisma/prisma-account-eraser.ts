import type { AccountEraser } from '../../application/ports/account-eraser.js'
import type { SessionId, UserId } from '../../domain/ids.js'
import type { User } from '../../domain/user.js'
import type { Prisma, PrismaClient } from '../../generated/prisma/client.js'
import { guard } from './failures.js'

type Names = Pick<User, 'handle' | 'displayName'>

/** What is erased, made anonymous or kept, column by column, is declared in test/e2e/erasure.test.ts, which holds us to it. */
export class PrismaAccountEraser implements AccountEraser {
  readonly #prisma: PrismaClient

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma
  }

  /** Whoever is letting them into a group holds the user, whose key the handle is. */
  async hide(userId: UserId, names: Names): Promise<void> {
    await this.#prisma.user.updateMany({ where: { id: userId }, data: namesOnly(names) })
  }

  erase(userId: UserId, names: Names): Promise<readonly SessionId[] | null> {
    return guard(this.#prisma.$transaction((transaction) => erase(transaction, userId, names), { maxWait: 4_000, timeout: 10_000 }))
  }
}

async function erase(transaction: Prisma.TransactionClient, id: UserId, names: Names): Promise<readonly SessionId[] | null> {
  // Held first: nobody can begin a session or be let into a group until this is over.
  const [account] = await transaction.$queryRaw<{ email: string }[]>`SELECT email FROM accounts WHERE id = ${id}::uuid FOR UPDATE`
  await transaction.$executeRaw`SELECT FROM users WHERE id = ${id}::uuid FOR UPDATE`
  if (account === undefined) {
    await forgetOwnState(transaction, id)
    return []
  }
  if ((await transaction.chatMember.count({ where: { userId: id, leftAt: null, chat: { type: 'group' } } })) > 0) return null
  const sessions = await transaction.session.findMany({ where: { accountId: id, endedAt: null }, select: { id: true } })
  const tokens = await transaction.oneTimeToken.findMany({ where: { accountId: id, email: { not: null } }, select: { email: true } })
  const addresses = [account.email, ...tokens.flatMap(({ email }) => email ?? [])]
  await transaction.mail.deleteMany({ where: { to: { in: addresses } } })
  await transaction.securityEvent.deleteMany({ where: { userId: id } })
  await transaction.account.delete({ where: { id }, select: { id: true } })
  await forgetOwnState(transaction, id)
  await transaction.user.updateMany({ where: { id }, data: namesOnly(names) })
  return sessions.map((session) => session.id as SessionId)
}

const namesOnly = ({ handle, displayName }: Names) => ({ handle, displayName, avatarUrl: null })

/** What somebody had set up for themselves. */
async function forgetOwnState(transaction: Prisma.TransactionClient, id: UserId): Promise<void> {
  await transaction.notificationSettings.deleteMany({ where: { userId: id } })
  await transaction.presence.deleteMany({ where: { userId: id } })
  await transaction.chatMember.updateMany({
    where: { userId: id },
    data: { muted: false, pinned: false, archived: false, notify: 'all', markedUnread: false },
  })
  await transaction.chatBan.deleteMany({ where: { userId: id } })
  await transaction.instanceAdmin.deleteMany({ where: { userId: id } })
  await transaction.report.deleteMany({ where: { reporterId: id } })
  await transaction.threadMember.deleteMany({ where: { userId: id } })
  await transaction.messageMention.deleteMany({ where: { userId: id } })
  await transaction.attachment.deleteMany({ where: { ownerId: id, messageId: null } })
  await transaction.looseBlob.updateMany({ where: { ownerId: id }, data: { ownerId: null } })
  await transaction.userBlock.deleteMany({ where: { OR: [{ blockerId: id }, { blockedId: id }] } })
}
