import assert from 'node:assert/strict'
import { membersShownInline } from '../../src/domain/chat.js'
import type { ChatId } from '../../src/domain/ids.js'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import { join, leave, makeGroup, makeUsers, send, sendMany, unknownId, upTo, viewOf } from './world.js'

const ascending = (a: number, b: number) => a - b

export const readMarksContract: Contract<Storage> = {
  port: 'ReadMarks',
  rules: [
    {
      id: 'RM1',
      says: 'the mark moves up to the number, at most to the head, and never back',
      async check(storage) {
        const [owner, reader] = await makeUsers(storage, 2)
        assert.ok(owner && reader)
        const chat = await makeGroup(storage, [owner, reader])
        await sendMany(storage, chat.id, owner, 5)
        const at = async (number: number) => (await storage.readMarks.advance(chat.id, reader.id, number))?.me.readNumber
        assert.equal(await at(3), 3)
        assert.equal(await at(2), 3)
        assert.equal(await at(0), 3)
        assert.equal(await at(Number.MAX_SAFE_INTEGER), 5)
        assert.equal((await viewOf(storage, chat.id, reader)).me.readNumber, 5)
      },
    },
    {
      id: 'RM1',
      says: 'marks that race end at the highest, and each that moved takes a count of its own',
      async check(storage) {
        const [owner, reader] = await makeUsers(storage, 2)
        assert.ok(owner && reader)
        const chats = [await makeGroup(storage, [owner, reader]), await makeGroup(storage, [owner, reader])]
        for (const chat of chats) await sendMany(storage, chat.id, owner, 10)
        const advances = upTo(10).flatMap((number) => chats.map((chat) => storage.readMarks.advance(chat.id, reader.id, number)))
        const moved = (await Promise.all(advances)).flatMap((answer) => (answer?.moved ? [answer.me.seq] : []))
        assert.deepEqual(moved.sort(ascending), upTo(moved.length, 3))
        const views = await Promise.all(chats.map((chat) => viewOf(storage, chat.id, reader)))
        assert.deepEqual(
          views.map(({ me, unread }) => [me.readNumber, unread]),
          [
            [10, 0],
            [10, 0],
          ],
        )
        assert.equal(Math.max(...views.map(({ me }) => me.seq)), moved.length + 2)
      },
    },
    {
      id: 'RM2',
      says: "it answers what is left, and takes the next of the user's counter if anything moved",
      async check(storage) {
        const [owner, reader] = await makeUsers(storage, 2)
        assert.ok(owner && reader)
        const chat = await makeGroup(storage, [owner, reader])
        await sendMany(storage, chat.id, owner, 5)
        const before = await viewOf(storage, chat.id, reader)
        const moved = await storage.readMarks.advance(chat.id, reader.id, 3)
        const after = await viewOf(storage, chat.id, reader)
        assert.deepEqual(moved, { chatId: chat.id, moved: true, me: after.me, unread: 2, unreadMentions: 0, shown: true, membersSeq: 2 })
        assert.deepEqual([before.unread, after.unread, after.me.seq, after.me.deliveredNumber], [5, 2, before.me.seq + 1, 3])
        assert.deepEqual(await storage.readMarks.advance(chat.id, reader.id, 3), { ...moved, moved: false })
        await send(storage, chat.id, reader)
        assert.equal((await storage.readMarks.advance(chat.id, reader.id, 6))?.moved, false)
      },
    },
    {
      id: 'RM2',
      says: 'somebody who joined late has nothing unread from before',
      async check(storage) {
        const [owner, late] = await makeUsers(storage, 2)
        assert.ok(owner && late)
        const chat = await makeGroup(storage, [owner], { history: 'since_joining' })
        await sendMany(storage, chat.id, owner, 5)
        await join(storage, chat.id, late)
        assert.equal((await storage.readMarks.advance(chat.id, late.id, 1))?.unread, 0)
        await sendMany(storage, chat.id, owner, 2)
        assert.equal((await storage.readMarks.advance(chat.id, late.id, 6))?.unread, 1)
      },
    },
    {
      id: 'RM3',
      says: 'there is no mark for who is not in the chat',
      async check(storage) {
        const [owner, leaver, stranger] = await makeUsers(storage, 3)
        assert.ok(owner && leaver && stranger)
        const chat = await makeGroup(storage, [owner, leaver])
        await send(storage, chat.id, owner)
        await leave(storage, chat.id, leaver)
        assert.equal(await storage.readMarks.advance(chat.id, leaver.id, 1), null)
        assert.equal(await storage.readMarks.advance(chat.id, stranger.id, 1), null)
        assert.equal(await storage.readMarks.advance(unknownId(), owner.id, 1), null)
      },
    },
    {
      id: 'RM2',
      says: 'the others are shown marks in chats of up to 50',
      async check(storage) {
        const people = await makeUsers(storage, membersShownInline + 1)
        const [reader] = people
        assert.ok(reader)
        const [small, large] = [await makeGroup(storage, people.slice(0, -1)), await makeGroup(storage, people)]
        const shown = async ({ id }: { readonly id: ChatId }) => (await storage.readMarks.advance(id, reader.id, 0))?.shown
        assert.deepEqual([await shown(small), await shown(large)], [true, false])
      },
    },
    {
      id: 'RM4',
      says: 'delivered marks move up in many chats at once, at most to the head of each, and never back',
      async check(storage) {
        const [owner, reader] = await makeUsers(storage, 2)
        assert.ok(owner && reader)
        const chats = await Promise.all(upTo(3).map(() => makeGroup(storage, [owner, reader])))
        const ids = chats.map(({ id }) => id)
        for (const id of ids) await sendMany(storage, id, owner, 5)
        const deliver = async (...numbers: readonly number[]) => {
          const marked = await storage.readMarks.deliver(
            reader.id,
            numbers.map((number, at) => ({ chatId: ids[at % 3] ?? unknownId(), number })),
          )
          return new Map(marked?.map((mark) => [mark.chatId, mark]))
        }
        const first = await deliver(2, 4, Number.MAX_SAFE_INTEGER)
        assert.deepEqual(
          ids.map((id) => [first.get(id)?.moved, first.get(id)?.me.deliveredNumber, first.get(id)?.me.readNumber, first.get(id)?.unread]),
          [
            [true, 2, 0, 5],
            [true, 4, 0, 5],
            [true, 5, 0, 5],
          ],
        )
        assert.deepEqual([...first.values()].map(({ me }) => me.seq).sort(ascending), upTo(3, 4))
        const second = await deliver(1, 4, 3, 3)
        assert.deepEqual(
          ids.map((id) => [second.get(id)?.moved, second.get(id)?.me.deliveredNumber]),
          [
            [true, 3],
            [false, 4],
            [false, 5],
          ],
        )
        for (const id of ids) assert.deepEqual((await viewOf(storage, id, reader)).me, second.get(id)?.me)
        assert.deepEqual(await storage.readMarks.deliver(reader.id, []), [])
      },
    },
    {
      id: 'RM4',
      says: 'deliveries and reading that race end at the highest of each',
      async check(storage) {
        const [owner, reader] = await makeUsers(storage, 2)
        assert.ok(owner && reader)
        const chat = await makeGroup(storage, [owner, reader])
        await sendMany(storage, chat.id, owner, 10)
        await Promise.all(
          upTo(10).flatMap((number) => [
            storage.readMarks.deliver(reader.id, [{ chatId: chat.id, number }]),
            storage.readMarks.advance(chat.id, reader.id, number - 1),
          ]),
        )
        const { me } = await viewOf(storage, chat.id, reader)
        assert.deepEqual([me.readNumber, me.deliveredNumber], [9, 10])
      },
    },
    {
      id: 'RM5',
      says: 'nothing is stored where the user is not in one of the chats',
      async check(storage) {
        const [owner, leaver] = await makeUsers(storage, 2)
        assert.ok(owner && leaver)
        const [kept, left] = [await makeGroup(storage, [owner, leaver]), await makeGroup(storage, [owner, leaver])]
        for (const { id } of [kept, left]) await send(storage, id, owner)
        await leave(storage, left.id, leaver)
        const before = await viewOf(storage, kept.id, leaver)
        for (const chatId of [left.id, unknownId<ChatId>()]) {
          const deliveries = [kept.id, chatId].map((id) => ({ chatId: id, number: 1 }))
          assert.equal(await storage.readMarks.deliver(leaver.id, deliveries), null)
        }
        assert.deepEqual(await viewOf(storage, kept.id, leaver), before)
      },
    },
  ],
}
