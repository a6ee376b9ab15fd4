import assert from 'node:assert/strict'
import type { SyncAnswer, SyncRequest } from '../../src/application/ports/change-reader.js'
import { ValidationFailed } from '../../src/domain/errors.js'
import type { ChatId, UserId } from '../../src/domain/ids.js'
import type { User } from '../../src/domain/user.js'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import { draftOf, giveRole, join, leave, makeGroup, makeUsers, send, sendMany, unknownId, upTo, viewOf } from './world.js'

const sync = (storage: Storage, user: User, request: Partial<SyncRequest> = {}): Promise<SyncAnswer> =>
  storage.changes.changesFor(user.id, { chats: [], mine: 0, cursor: null, ...request })

/** Faster than one after the other; the order is of no matter. */
const sendAtOnce = (storage: Storage, chatId: ChatId, sender: User, count: number) =>
  Promise.all(upTo(count).map(() => storage.messages.append(draftOf(chatId, sender))))

export const changeReaderContract: Contract<Storage> = {
  port: 'ChangeReader',
  rules: [
    {
      id: 'SY1',
      says: 'a chat that is as held is left out; one that changed comes with its changed messages and members',
      async check(storage) {
        const [user, other, late] = await makeUsers(storage, 3)
        assert.ok(user && other && late)
        const [same, changed] = [await makeGroup(storage, [user]), await makeGroup(storage, [user, other])]
        const old = await send(storage, changed.id, other)
        const newer = await send(storage, changed.id, other)
        const joined = await join(storage, changed.id, late)
        const left = await leave(storage, changed.id, other)
        const promoted = await giveRole(storage, changed.id, late, 'admin')
        const answer = await sync(storage, user, {
          chats: [
            { id: same.id, seq: same.seq },
            { id: changed.id, seq: old.seq },
          ],
        })
        assert.deepEqual(
          answer.chats.map((chat) => chat.chat.id),
          [changed.id],
        )
        const [found] = answer.chats
        assert.ok(found)
        assert.deepEqual(found.chat, await viewOf(storage, changed.id, user))
        assert.deepEqual([found.seq, found.more, found.reset], [promoted.seq, false, false])
        assert.deepEqual(found.messages, [newer])
        assert.deepEqual(
          found.members.map((member) => [member.userId, member.seq, member.role, member.leftAt !== null]),
          [
            [other.id, left.seq, 'member', true],
            [late.id, promoted.seq, 'admin', false],
          ],
        )
        assert.ok(joined.seq < left.seq)
        assert.deepEqual(found.members[1]?.user, late)
      },
    },
    {
      id: 'SY1',
      says: 'what is below the first number that the user may see stays hidden',
      async check(storage) {
        const [owner, late] = await makeUsers(storage, 2)
        assert.ok(owner && late)
        const chat = await makeGroup(storage, [owner], { history: 'since_joining' })
        await sendMany(storage, chat.id, owner, 3)
        await join(storage, chat.id, late)
        const hidden = await sync(storage, late)
        assert.deepEqual(
          hidden.chats.map((each) => [each.messages, each.chat.lastMessage]),
          [[[], null]],
        )
        const shown = await send(storage, chat.id, owner)
        const found = await sync(storage, late, { chats: [{ id: chat.id, seq: 0 }] })
        assert.deepEqual(found.chats[0]?.messages, [shown])
      },
    },
    {
      id: 'SY2',
      says: 'over 100 changes come in parts, each from the seq answered before, none missed or repeated',
      async check(storage) {
        const people = await makeUsers(storage, 30)
        const [owner, ...others] = people
        assert.ok(owner)
        const chat = await makeGroup(storage, [owner])
        for (const person of others) {
          await join(storage, chat.id, person)
          await sendAtOnce(storage, chat.id, owner, 7)
        }
        const head = (await viewOf(storage, chat.id, owner)).seq
        const seqs: number[] = []
        let held = chat.seq
        for (let more = true; more; ) {
          const [part] = (await sync(storage, owner, { chats: [{ id: chat.id, seq: held }] })).chats
          assert.ok(part && part.messages.length + part.members.length <= 100 && part.seq > held)
          seqs.push(...part.messages.map((message) => message.seq), ...part.members.map((member) => member.seq))
          held = part.seq
          more = part.more
        }
        assert.equal(held, head)
        assert.deepEqual(
          seqs.sort((a, b) => a - b),
          upTo(29 * 8, chat.seq + 1),
        )
      },
    },
    {
      id: 'SY2',
      says: 'over 100 chats come page by page, each once',
      async check(storage) {
        const [user] = await makeUsers(storage, 1)
        assert.ok(user)
        const made: ChatId[] = []
        for (const _ of upTo(103)) made.push((await makeGroup(storage, [user])).id)
        const first = await sync(storage, user)
        assert.equal(first.chats.length, 100)
        assert.ok(first.cursor !== null)
        const second = await sync(storage, user, { cursor: first.cursor })
        assert.deepEqual([second.chats.length, second.cursor, second.mine.seq], [3, null, first.mine.seq])
        const told = [...first.chats, ...second.chats].map((each) => each.chat.id)
        assert.deepEqual(told.sort(), made.sort())
        const mine = [...first.mine.chats, ...second.mine.chats].map((each) => each.chatId)
        assert.deepEqual(mine.sort(), made)
        for (const cursor of ['', 'x', 'WyIxIiwiMiJd']) {
          await assert.rejects(
            sync(storage, user, { cursor }),
            (error) => error instanceof ValidationFailed && error.errors[0]?.path === 'cursor',
          )
        }
      },
    },
    {
      id: 'SY2',
      says: 'an answer holds about 1,000 changes',
      async check(storage) {
        const [user] = await makeUsers(storage, 1)
        assert.ok(user)
        const made: { id: ChatId; seq: number }[] = []
        for (const _ of upTo(12)) {
          const chat = await makeGroup(storage, [user])
          await sendAtOnce(storage, chat.id, user, 110)
          made.push(chat)
        }
        const chats = made.map((chat) => ({ id: chat.id, seq: chat.seq }))
        const told: ChatId[] = []
        let cursor: string | null = null
        do {
          const answer: SyncAnswer = await sync(storage, user, { chats, cursor })
          assert.ok(answer.chats.reduce((sum, each) => sum + each.messages.length, 0) <= 1_100)
          assert.ok(answer.chats.every((each) => each.more && each.messages.length === 100))
          told.push(...answer.chats.map((each) => each.chat.id))
          cursor = answer.cursor
        } while (cursor !== null)
        assert.deepEqual(told.sort(), made.map((chat) => chat.id).sort())
      },
    },
    {
      id: 'SY3',
      says: 'over 500 changes behind, or ahead of the head, the chat starts over with its newest page',
      async check(storage) {
        const [user] = await makeUsers(storage, 1)
        assert.ok(user)
        const chat = await makeGroup(storage, [user])
        await sendAtOnce(storage, chat.id, user, 501)
        const newest = await storage.messages.page(chat.id, user.id, { kind: 'newest' }, 50)
        for (const seq of [chat.seq, chat.seq + 502, Number.MAX_SAFE_INTEGER]) {
          const answer: SyncAnswer = await sync(storage, user, { chats: [{ id: chat.id, seq }] })
          const [found] = answer.chats
          assert.deepEqual([found?.reset, found?.more, found?.seq, found?.messages], [true, false, chat.seq + 501, newest?.items])
        }
        const [found] = (await sync(storage, user, { chats: [{ id: chat.id, seq: chat.seq + 1 }] })).chats
        assert.deepEqual([found?.reset, found?.more, found?.messages.length], [false, true, 100])
      },
    },
    {
      id: 'SY4',
      says: 'a chat that was not named comes as new, with its last message only',
      async check(storage) {
        const [user] = await makeUsers(storage, 1)
        assert.ok(user)
        const [quiet, busy] = [await makeGroup(storage, [user]), await makeGroup(storage, [user])]
        const messages = await sendMany(storage, busy.id, user, 3)
        const found = new Map((await sync(storage, user)).chats.map((each) => [each.chat.id, each]))
        assert.equal(found.size, 2)
        assert.deepEqual([found.get(quiet.id)?.messages, found.get(quiet.id)?.seq], [[], quiet.seq])
        assert.deepEqual(found.get(busy.id), {
          chat: await viewOf(storage, busy.id, user),
          messages: messages.slice(-1),
          members: [],
          seq: busy.seq + 3,
          more: false,
          reset: false,
        })
      },
    },
    {
      id: 'SY5',
      says: 'named chats that the user is not in are removed, unknown ones included',
      async check(storage) {
        const [user, other] = await makeUsers(storage, 2)
        assert.ok(user && other)
        const [left, stays, foreign] = [
          await makeGroup(storage, [other, user]),
          await makeGroup(storage, [user]),
          await makeGroup(storage, [other]),
        ]
        await leave(storage, left.id, user)
        const unknown = unknownId<ChatId>()
        const named = [left.id, stays.id, foreign.id, unknown, unknown].map((id) => ({ id, seq: 1 }))
        const answer = await sync(storage, user, { chats: named })
        assert.deepEqual([...answer.removed].sort(), [left.id, foreign.id, unknown].sort())
        assert.deepEqual(answer.chats, [])
      },
    },
    {
      id: 'SY6',
      says: "mine has what moved in the user's own counter, also where the chat did not change",
      async check(storage) {
        const [user, other] = await makeUsers(storage, 2)
        assert.ok(user && other)
        const [read, quiet] = [await makeGroup(storage, [other, user]), await makeGroup(storage, [other, user])]
        await sendMany(storage, read.id, other, 2)
        const { mine } = await sync(storage, user)
        assert.deepEqual([mine.seq, mine.chats.length], [2, 2])
        const advanced = await storage.readMarks.advance(read.id, user.id, 1)
        const chats = [
          { id: read.id, seq: read.seq + 2 },
          { id: quiet.id, seq: quiet.seq },
        ]
        const answer = await sync(storage, user, { chats, mine: mine.seq })
        assert.deepEqual(answer.chats, [])
        assert.deepEqual(answer.mine, { seq: 3, chats: [{ chatId: read.id, me: advanced?.me, unread: 1, unreadMentions: 0 }] })
        await send(storage, quiet.id, other)
        const changed = await sync(storage, user, { chats, mine: 3 })
        assert.deepEqual([changed.chats.length, changed.mine.chats], [1, []])
        assert.equal((await sync(storage, user, { chats, mine: 999 })).mine.chats.length, 2)
        assert.equal((await storage.changes.changesFor(unknownId<UserId>(), { chats: [], mine: 0, cursor: null })).mine.seq, 0)
      },
    },
  ],
}
