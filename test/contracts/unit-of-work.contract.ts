import assert from 'node:assert/strict'
import { type Chat, pairOf } from '../../src/domain/chat.js'
import { Conflict, NotFound } from '../../src/domain/errors.js'
import type { ChatId } from '../../src/domain/ids.js'
import { depart, enter } from '../../src/domain/membership.js'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import {
  giveRole,
  join,
  later,
  leave,
  makeGroup,
  makePrivate,
  makeUsers,
  send,
  sendMany,
  someTime,
  unknownId,
  upTo,
  viewOf,
} from './world.js'

const failure = new Error('Thrown by the work.')

export const unitOfWorkContract: Contract<Storage> = {
  port: 'UnitOfWork',
  rules: [
    {
      id: 'UW4',
      says: 'a unit meets the users that exist, and nobody who was erased',
      async check(storage) {
        const [one, erased] = await makeUsers(storage, 2, [{}, { handle: `deleted_${unknownId<ChatId>().slice(0, 8)}` }])
        assert.ok(one && erased)
        const found = await storage.unitOfWork.run(({ users }) => users.findMany([one.id, erased.id, unknownId(), one.id]))
        assert.deepEqual(found, [one])
      },
    },
    {
      id: 'UW5',
      says: 'a unit meets those who were erased where it asks for them',
      async check(storage) {
        const [one, erased] = await makeUsers(storage, 2, [{}, { handle: `deleted_${unknownId<ChatId>().slice(0, 8)}` }])
        assert.ok(one && erased)
        const found = await storage.unitOfWork.run(({ users }) => users.findEvenErased([one.id, erased.id, unknownId(), one.id]))
        assert.deepEqual(new Set(found), new Set([one, erased]))
        assert.equal(found.length, 2)
      },
    },
    {
      id: 'UW1',
      says: 'a unit that fails changes nothing, though it had written everything',
      async check(storage) {
        const [owner, other] = await makeUsers(storage, 2)
        assert.ok(owner && other)
        const chat = await makeGroup(storage, [owner])
        const before = await viewOf(storage, chat.id, owner)
        const madeUp = unknownId<ChatId>()
        const work = storage.unitOfWork.run(async ({ chats, memberships }) => {
          const locked = await chats.lock(chat.id)
          assert.ok(locked)
          const change = enter({ ...locked, title: 'Never' }, other.id, 'member', someTime)
          await chats.save(change.chat)
          await memberships.save([change.membership])
          await chats.insertGroup({ ...chat, id: madeUp })
          await chats.insertPrivate({ ...chat, id: unknownId<ChatId>(), type: 'private', title: null }, pairOf(owner.id, other.id))
          assert.equal((await memberships.find(chat.id, other.id))?.userId, other.id)
          throw failure
        })
        await assert.rejects(work, (error) => error === failure)
        assert.deepEqual(await viewOf(storage, chat.id, owner), before)
        assert.deepEqual(await storage.chats.seatsOf(other.id), [])
        assert.equal(await storage.unitOfWork.run(({ chats }) => chats.lock(madeUp)), null)
        const pair = await makePrivate(storage, owner, other)
        assert.equal((await viewOf(storage, pair, other)).memberCount, 2)
      },
    },
    {
      id: 'UW2',
      says: 'units that lock the same chat run one after the other, and so do messages sent to it',
      async check(storage) {
        const people = await makeUsers(storage, 13)
        const [owner, ...others] = people
        assert.ok(owner)
        const chat = await makeGroup(storage, [owner])
        const joins = others.map((person) => join(storage, chat.id, person))
        const messages = upTo(12).map(() => send(storage, chat.id, owner))
        const seqs = [...(await Promise.all(joins)), ...(await Promise.all(messages))].map((change) => change.seq)
        assert.deepEqual(
          seqs.sort((a, b) => a - b),
          upTo(24, chat.seq + 1),
        )
        const view = await viewOf(storage, chat.id, owner)
        assert.deepEqual([view.memberCount, view.messageCount, view.seq], [13, 12, chat.seq + 24])
      },
    },
    {
      id: 'UW3',
      says: 'what the work answers or throws comes out unchanged',
      async check(storage) {
        const answer = { any: 'thing' }
        assert.equal(await storage.unitOfWork.run(async () => answer), answer)
        const thrown = new NotFound('chat')
        await assert.rejects(
          storage.unitOfWork.run(() => Promise.reject(thrown)),
          (error) => error === thrown,
        )
        const [one, two] = await makeUsers(storage, 2)
        assert.ok(one && two)
        const found = await storage.unitOfWork.run(({ users }) => users.findMany([one.id, two.id, unknownId()]))
        assert.deepEqual(
          new Map(found.map((user) => [user.id, user])),
          new Map([
            [one.id, one],
            [two.id, two],
          ]),
        )
      },
    },
    {
      id: 'CW1',
      says: 'a lock answers the chat as it is, and null where there is none',
      async check(storage) {
        const [owner] = await makeUsers(storage, 1)
        assert.ok(owner)
        const chat = await makeGroup(storage, [owner], { title: 'Title', topic: 'Topic', visibility: 'public', history: 'since_joining' })
        await send(storage, chat.id, owner)
        const locked = await storage.unitOfWork.run(({ chats }) => chats.lock(chat.id))
        assert.deepEqual(locked, { ...chat, seq: chat.seq + 1, messageCount: 1 })
        assert.equal(await storage.unitOfWork.run(({ chats }) => chats.lock(unknownId())), null)
      },
    },
    {
      id: 'CW2',
      says: 'a pair has one private chat, though twenty open it at once from both sides',
      async check(storage) {
        const [one, two] = await makeUsers(storage, 2)
        assert.ok(one && two)
        const ids = await Promise.all(
          upTo(20).map((turn) => (turn % 2 === 0 ? makePrivate(storage, one, two) : makePrivate(storage, two, one))),
        )
        assert.equal(new Set(ids).size, 1)
        const view = await viewOf(storage, ids[0] ?? unknownId(), one)
        assert.deepEqual([view.memberCount, view.seq, view.members?.length, (await storage.chats.seatsOf(two.id)).length], [2, 2, 2, 1])
      },
    },
    {
      id: 'CW3',
      says: 'a saved chat is stored whole',
      async check(storage) {
        const [owner] = await makeUsers(storage, 1)
        assert.ok(owner)
        const chat = await makeGroup(storage, [owner])
        const changed: Chat = {
          ...chat,
          title: "O'Reilly \\ 👩‍👩‍👧",
          topic: 'New',
          visibility: 'public',
          history: 'since_joining',
          seq: chat.seq + 1,
        }
        await storage.unitOfWork.run(async ({ chats }) => {
          await chats.lock(chat.id)
          await chats.save(changed)
        })
        assert.deepEqual(await storage.chats.findPublic(chat.id), changed)
      },
    },
    {
      id: 'CW4',
      says: 'a deleted chat is gone with everything in it',
      async check(storage) {
        const [owner, other] = await makeUsers(storage, 2)
        assert.ok(owner && other)
        const chat = await makeGroup(storage, [owner, other])
        const [first] = await sendMany(storage, chat.id, other, 3)
        assert.ok(first)
        await send(storage, chat.id, owner, { replyTo: first.id })
        await storage.unitOfWork.run(async ({ chats }) => {
          await chats.lock(chat.id)
          await chats.delete(chat.id)
        })
        assert.equal(await storage.unitOfWork.run(({ chats }) => chats.lock(chat.id)), null)
        assert.equal(await storage.messages.findForMember(chat.id, first.id, owner.id), null)
        assert.deepEqual(await storage.chats.seatsOf(other.id), [])
        await assert.rejects(send(storage, chat.id, owner), NotFound)
      },
    },
    {
      id: 'MW1',
      says: 'a place is found as it is, also one that was left',
      async check(storage) {
        const [owner, leaver, stranger] = await makeUsers(storage, 3)
        assert.ok(owner && leaver && stranger)
        const chat = await makeGroup(storage, [owner, leaver])
        const left = await leave(storage, chat.id, leaver)
        const found = await storage.unitOfWork.run(({ memberships }) =>
          Promise.all([owner, leaver, stranger].map((user) => memberships.find(chat.id, user.id))),
        )
        assert.deepEqual(found.slice(1), [left, null])
        assert.deepEqual(found[0]?.role, 'owner')
        assert.deepEqual([left.leftAt, left.seq], [later(90_000), chat.seq + 1])
      },
    },
    {
      id: 'MW2',
      says: 'the heir is who has the highest role, then was longest there',
      async check(storage) {
        const [owner, first, second, third, gone] = await makeUsers(storage, 5)
        assert.ok(owner && first && second && third && gone)
        const chat = await makeGroup(storage, [owner, gone, first, second, third])
        await leave(storage, chat.id, gone)
        const heir = () => storage.unitOfWork.run(async ({ memberships }) => (await memberships.findSuccessor(chat.id, owner.id))?.userId)
        assert.equal(await heir(), first.id)
        await giveRole(storage, chat.id, third, 'admin')
        assert.equal(await heir(), third.id)
        const alone = await makeGroup(storage, [owner])
        assert.equal(await storage.unitOfWork.run(({ memberships }) => memberships.findSuccessor(alone.id, owner.id)), null)
      },
    },
    {
      id: 'MW3',
      says: 'owners are counted as of now',
      async check(storage) {
        const [owner, other] = await makeUsers(storage, 2)
        assert.ok(owner && other)
        const chat = await makeGroup(storage, [owner, other])
        const count = () => storage.unitOfWork.run(({ memberships }) => memberships.countOwners(chat.id))
        assert.equal(await count(), 1)
        await giveRole(storage, chat.id, other, 'owner')
        assert.equal(await count(), 2)
        await leave(storage, chat.id, owner)
        assert.equal(await count(), 1)
      },
    },
    {
      id: 'MW4',
      says: "storing places takes the next of each user's counter; who comes back starts anew",
      async check(storage) {
        const [owner, user] = await makeUsers(storage, 2)
        assert.ok(owner && user)
        const [one, two] = [await makeGroup(storage, [owner, user]), await makeGroup(storage, [owner, user])]
        assert.deepEqual([(await viewOf(storage, one.id, user)).me.seq, (await viewOf(storage, two.id, user)).me.seq], [1, 2])
        await sendMany(storage, one.id, owner, 3)
        await leave(storage, one.id, user)
        await join(storage, one.id, user)
        const { me, unread } = await viewOf(storage, one.id, user)
        assert.deepEqual([me.seq, me.role, me.readNumber, me.firstNumber, unread], [4, 'member', 3, 1, 0])
      },
    },
    {
      id: 'MW4',
      says: 'a mark that moved since the place was read is kept',
      async check(storage) {
        const [owner, user] = await makeUsers(storage, 2)
        assert.ok(owner && user)
        const chat = await makeGroup(storage, [owner, user])
        await sendMany(storage, chat.id, owner, 3)
        const stale = await storage.unitOfWork.run(({ memberships }) => memberships.find(chat.id, user.id))
        assert.ok(stale)
        await storage.readMarks.advance(chat.id, user.id, 2)
        await storage.unitOfWork.run(async ({ chats, memberships }) => {
          const locked = await chats.lock(chat.id)
          assert.ok(locked)
          await chats.save({ ...locked, seq: locked.seq + 1 })
          await memberships.save([{ ...stale, role: 'admin', seq: locked.seq + 1 }])
        })
        const { me } = await viewOf(storage, chat.id, user)
        assert.deepEqual([me.role, me.readNumber], ['admin', 2])
      },
    },
    {
      id: 'MW5',
      says: 'a group with people in it is never left without an owner',
      async check(storage) {
        const [owner, other] = await makeUsers(storage, 2)
        assert.ok(owner && other)
        const chat = await makeGroup(storage, [owner, other])
        await assert.rejects(leave(storage, chat.id, owner), Conflict)
        await assert.rejects(giveRoleUnasked(storage, chat.id, owner), Conflict)
        const view = await viewOf(storage, chat.id, owner)
        assert.deepEqual([view.me.role, view.memberCount, view.seq], ['owner', 2, chat.seq])
        await leave(storage, chat.id, other)
        await leave(storage, chat.id, owner)
        assert.deepEqual(await storage.chats.seatsOf(owner.id), [])
      },
    },
  ],
}

/** What no use case does: the last owner made a mere member. */
const giveRoleUnasked = (storage: Storage, chatId: ChatId, owner: Parameters<typeof leave>[2]): Promise<void> =>
  storage.unitOfWork.run(async ({ chats, memberships }) => {
    const [chat, place] = [await chats.lock(chatId), await memberships.find(chatId, owner.id)]
    assert.ok(chat && place)
    const seq = depart(chat, place, someTime).membership.seq
    await chats.save({ ...chat, seq })
    await memberships.save([{ ...place, role: 'member', seq }])
  })
