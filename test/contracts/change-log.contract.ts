import assert from 'node:assert/strict'
import type { ChangeLog, LaterState } from '../../src/application/ports/change-log.js'
import type { ChatId, UserId } from '../../src/domain/ids.js'
import type { Message } from '../../src/domain/messages/message.js'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import { giveRole, join, leave, makeGroup, makeUsers, send, sendMany, unknownId, viewOf } from './world.js'

const wide = 1_000

const after = async (log: ChangeLog, chatId: ChatId, seq: number, span = wide): Promise<LaterState> => {
  const found = (await log.changesAfter(new Map([[chatId, seq]]), span)).get(chatId)
  assert.ok(found)
  return found
}

const asSent = (message: Message) => ({ message, createdSeq: message.seq })

export const changeLogContract: Contract<Storage> = {
  port: 'ChangeLog',
  rules: [
    {
      id: 'CL1',
      says: 'a chat comes with the messages and members that changed after the given change, as they are, oldest first',
      async check(storage) {
        const [owner, other, late] = await makeUsers(storage, 3)
        assert.ok(owner && other && late)
        const chat = await makeGroup(storage, [owner, other])
        const first = await send(storage, chat.id, other, { text: 'שלום 👩‍👩‍👧 \u2028 "x" \\n' })
        const joined = await join(storage, chat.id, late)
        const second = await send(storage, chat.id, late, { replyTo: first.id })
        const left = await leave(storage, chat.id, other)
        const promoted = await giveRole(storage, chat.id, late, 'admin')
        const found = await after(storage.log, chat.id, chat.seq)
        const { id, type, title, memberCount, seq, messageCount, createdAt } = await viewOf(storage, chat.id, owner)
        assert.deepEqual(
          [found.chat.id, found.chat.type, found.chat.title, found.chat.memberCount, found.chat.seq, found.chat.messageCount],
          [id, type, title, memberCount, seq, messageCount],
        )
        assert.deepEqual(found.chat.createdAt, createdAt)
        assert.deepEqual([found.chat.seq, found.membersSeq], [promoted.seq, promoted.seq])
        assert.deepEqual(found.messages, [asSent(first), asSent(second)])
        assert.deepEqual(
          found.members.map((member) => [member.userId, member.seq, member.role, member.leftAt]),
          [
            [other.id, left.seq, 'member', left.leftAt],
            [late.id, promoted.seq, 'admin', null],
          ],
        )
        assert.deepEqual(
          found.members.map((member) => [member.user, member.joinedAt]),
          [
            [other, left.joinedAt],
            [late, joined.joinedAt],
          ],
        )
        const rest = await after(storage.log, chat.id, second.seq)
        assert.deepEqual([rest.messages, rest.members.map((member) => member.userId)], [[], [other.id, late.id]])
      },
    },
    {
      id: 'CL1',
      says: 'many chats come at once, each after its own change; one where nothing changed comes too, one that is gone does not',
      async check(storage) {
        const [owner] = await makeUsers(storage, 1)
        assert.ok(owner)
        const [busy, quiet, gone] = [
          await makeGroup(storage, [owner]),
          await makeGroup(storage, [owner]),
          await makeGroup(storage, [owner]),
        ]
        const [, second] = await sendMany(storage, busy.id, owner, 2)
        await storage.unitOfWork.run(({ chats }) => chats.lock(gone.id).then(() => chats.delete(gone.id)))
        const heard = new Map([
          [busy.id, busy.seq + 1],
          [quiet.id, quiet.seq],
          [gone.id, 0],
          [unknownId<ChatId>(), 0],
        ])
        const found = await storage.log.changesAfter(heard, wide)
        assert.deepEqual(new Set(found.keys()), new Set([busy.id, quiet.id]))
        assert.deepEqual([found.get(busy.id)?.messages, found.get(busy.id)?.members], [[asSent(second ?? assert.fail())], []])
        assert.deepEqual([found.get(quiet.id)?.messages, found.get(quiet.id)?.members], [[], []])
        assert.deepEqual([found.get(quiet.id)?.chat.seq, found.get(quiet.id)?.membersSeq], [quiet.seq, quiet.seq])
        assert.equal((await storage.log.changesAfter(new Map(), wide)).size, 0)
      },
    },
    {
      id: 'CL2',
      says: 'what is more than the span after the given change stays out, the head does not',
      async check(storage) {
        const [owner, late] = await makeUsers(storage, 2)
        assert.ok(owner && late)
        const chat = await makeGroup(storage, [owner])
        const messages = await sendMany(storage, chat.id, owner, 3)
        const { seq } = await join(storage, chat.id, late)
        const part = await after(storage.log, chat.id, chat.seq + 1, 1)
        assert.deepEqual([part.messages, part.members, part.chat.seq], [messages.slice(1, 2).map(asSent), [], seq])
        const whole = await after(storage.log, chat.id, chat.seq, 4)
        assert.deepEqual([whole.messages, whole.members.map((member) => member.seq)], [messages.map(asSent), [seq]])
      },
    },
    {
      id: 'CL3',
      says: 'seats that changed tell from where their holders may read, or that they are not in the chat now',
      async check(storage) {
        const [owner, gone, back, late, still] = await makeUsers(storage, 5)
        assert.ok(owner && gone && back && late && still)
        const chat = await makeGroup(storage, [owner, gone, back, still], { history: 'since_joining' })
        const quiet = await makeGroup(storage, [owner])
        await leave(storage, chat.id, gone)
        const left = await leave(storage, chat.id, back)
        await sendMany(storage, chat.id, owner, 4)
        await join(storage, chat.id, back)
        const joined = await join(storage, chat.id, late)
        await send(storage, chat.id, owner)
        const known = new Map([
          [chat.id, chat.seq],
          [quiet.id, quiet.seq],
          [unknownId<ChatId>(), 0],
        ])
        const found = await storage.log.seatsChangedAfter(known)
        assert.deepEqual(new Set(found.keys()), new Set([chat.id, quiet.id]))
        assert.deepEqual([found.get(quiet.id)?.upTo, found.get(quiet.id)?.firstNumbers.size], [quiet.seq, 0])
        assert.equal(found.get(chat.id)?.upTo, joined.seq + 1)
        const expected: [UserId, number | null][] = [
          [gone.id, null],
          [back.id, 5],
          [late.id, 5],
        ]
        assert.deepEqual(new Map(found.get(chat.id)?.firstNumbers), new Map(expected))
        const later = await storage.log.seatsChangedAfter(new Map([[chat.id, left.seq]]))
        assert.deepEqual(new Map(later.get(chat.id)?.firstNumbers), new Map(expected.slice(1)))
        assert.equal((await storage.log.seatsChangedAfter(new Map())).size, 0)
      },
    },
  ],
}
