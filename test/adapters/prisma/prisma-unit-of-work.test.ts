import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openPostgres } from '../../../src/adapters/prisma/client.js'
import type { Database } from '../../../src/adapters/prisma/database.js'
import type { UserId } from '../../../src/domain/ids.js'
import type { Storage } from '../../contracts/storage.js'
import { giveRole, join, leave, makeGroup, makeUsers, unknownId, viewOf } from '../../contracts/world.js'
import { createTestDatabase } from '../../support/postgres.js'
import { prismaStorage } from '../../support/prisma-storage.js'

let made: Awaited<ReturnType<typeof createTestDatabase>>
let database: Database
let storage: Storage

beforeAll(async () => {
  made = await createTestDatabase()
  database = openPostgres(made.url)
  storage = prismaStorage(database.prisma)
})

afterAll(async () => {
  await database.close()
  await made.drop()
})

async function twoPeople() {
  const [owner, other] = await makeUsers(storage, 2)
  if (owner === undefined || other === undefined) throw new Error('too few people')
  return { owner, other, chat: await makeGroup(storage, [owner, other]) }
}

describe('places in a chat, on a server', () => {
  it('MW4 keep their preferences through a change of role, and start with none when somebody comes back', async () => {
    const { owner, other, chat } = await twoPeople()
    await database.prisma.chatMember.update({
      where: { chatId_userId: { chatId: chat.id, userId: other.id } },
      data: { muted: true, pinned: true, archived: true, notify: 'none', markedUnread: true },
    })
    await giveRole(storage, chat.id, other, 'admin')
    expect((await viewOf(storage, chat.id, other)).me).toMatchObject({
      role: 'admin',
      muted: true,
      pinned: true,
      archived: true,
      notify: 'none',
      markedUnread: true,
    })
    await leave(storage, chat.id, other)
    await join(storage, chat.id, other)
    expect((await viewOf(storage, chat.id, other)).me).toMatchObject({
      role: 'member',
      muted: false,
      pinned: false,
      archived: false,
      notify: 'all',
      markedUnread: false,
    })
    expect((await viewOf(storage, chat.id, owner)).memberCount).toBe(2)
  })

  it('are refused to who does not exist, and the unit with them', async () => {
    const { owner, chat } = await twoPeople()
    await expect(join(storage, chat.id, { ...owner, id: unknownId<UserId>() })).rejects.toThrow()
    expect(await viewOf(storage, chat.id, owner)).toMatchObject({ memberCount: 2, seq: chat.seq })
  })

  it('RM2 a read of what was read takes the hand-made unread mark away, and an older one does not', async () => {
    const { owner, other, chat } = await twoPeople()
    await storage.messages.append({
      id: unknownId(),
      chatId: chat.id,
      clientId: unknownId(),
      senderId: owner.id,
      text: 'x',
      replyTo: null,
      createdAt: new Date(),
    })
    await storage.readMarks.advance(chat.id, other.id, 1)
    await database.prisma.chatMember.updateMany({ where: { chatId: chat.id, userId: other.id }, data: { markedUnread: true } })
    expect(await storage.readMarks.advance(chat.id, other.id, 0)).toMatchObject({ moved: false, me: { markedUnread: true } })
    expect(await storage.readMarks.advance(chat.id, other.id, 1)).toMatchObject({ moved: true, me: { markedUnread: false, readNumber: 1 } })
  })
})
