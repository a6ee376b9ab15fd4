import assert from 'node:assert/strict'
import { membersShownInline } from '../../src/domain/chat.js'
import { ValidationFailed } from '../../src/domain/errors.js'
import type { ChatId } from '../../src/domain/ids.js'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import { giveRole, join, later, leave, makeGroup, makePrivate, makeUsers, send, sendMany, someTime, unknownId, viewOf } from './world.js'

/** All pages of a list, so many items at a time. */
async function allOf<Item>(
  pageAt: (cursor: string | null) => Promise<{ items: readonly Item[]; nextCursor: string | null } | null>,
): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | null = null
  do {
    const page: { items: readonly Item[]; nextCursor: string | null } | null = await pageAt(cursor)
    items.push(...(page?.items ?? []))
    cursor = page?.nextCursor ?? null
  } while (cursor !== null)
  return items
}

const refusesCursor = (error: unknown): boolean => error instanceof ValidationFailed && error.errors[0]?.path === 'cursor'

export const chatReaderContract: Contract<Storage> = {
  port: 'ChatReader',
  rules: [
    {
      id: 'CR1',
      says: 'each member sees the chat with their own marks and unread; who is not in it, nothing',
      async check(storage) {
        const [owner, reader, late, leaver, stranger] = await makeUsers(storage, 5)
        assert.ok(owner && reader && late && leaver && stranger)
        const chat = await makeGroup(storage, [owner, reader, leaver], { title: 'Title', topic: 'Topic', history: 'since_joining' })
        const messages = await sendMany(storage, chat.id, owner, 3)
        await leave(storage, chat.id, leaver)
        await join(storage, chat.id, late)
        await storage.readMarks.advance(chat.id, reader.id, 1)
        const seen = await storage.chats.findForMembers(chat.id, [owner.id, reader.id, late.id, leaver.id, stranger.id, owner.id])
        assert.deepEqual([...seen.keys()].sort(), [owner.id, reader.id, late.id].sort())
        const { me, unread, unreadMentions, lastMessage, members, ...shared } = seen.get(reader.id) ?? assert.fail()
        assert.deepEqual(shared, { ...chat, memberCount: 3, messageCount: 3, seq: chat.seq + 5 })
        assert.deepEqual(lastMessage, messages.at(-1))
        assert.deepEqual(
          { ...me, seq: 0, unread, unreadMentions },
          {
            role: 'member',
            firstNumber: 1,
            readNumber: 1,
            deliveredNumber: 1,
            muted: false,
            pinned: false,
            archived: false,
            notify: 'all',
            markedUnread: false,
            seq: 0,
            unread: 2,
            unreadMentions: 0,
          },
        )
        assert.deepEqual(
          members?.map((member) => [member.userId, member.role, member.readNumber, member.leftAt]),
          [
            [owner.id, 'owner', 3, null],
            [reader.id, 'member', 1, null],
            [late.id, 'member', 3, null],
          ],
        )
        assert.deepEqual(members?.[1]?.user, reader)
        const lateView = seen.get(late.id)
        assert.deepEqual([lateView?.lastMessage, lateView?.unread, lateView?.me.firstNumber], [null, 0, 4])
        assert.equal((await storage.chats.findForMembers(unknownId(), [owner.id])).size, 0)
      },
    },
    {
      id: 'CR1',
      says: 'members are inline in private chats and in groups of up to 50',
      async check(storage) {
        const people = await makeUsers(storage, membersShownInline + 1)
        const [one, two] = people
        assert.ok(one && two)
        const small = await makeGroup(storage, people.slice(0, membersShownInline))
        const large = await makeGroup(storage, people)
        const pair = await makePrivate(storage, one, two)
        assert.equal((await viewOf(storage, small.id, one)).members?.length, membersShownInline)
        assert.equal('members' in (await viewOf(storage, large.id, one)), false)
        const view = await viewOf(storage, pair, two)
        assert.deepEqual(
          [view.type, view.title, view.members?.map((member) => member.userId).sort()],
          ['private', null, [one.id, two.id].sort()],
        )
      },
    },
    {
      id: 'CR2',
      says: 'a public room is there for anyone, a private group is not',
      async check(storage) {
        const [owner] = await makeUsers(storage, 1)
        assert.ok(owner)
        const room = await makeGroup(storage, [owner], { visibility: 'public' })
        const group = await makeGroup(storage, [owner])
        assert.deepEqual(await storage.chats.findPublic(room.id), room)
        assert.equal(await storage.chats.findPublic(group.id), null)
        assert.equal(await storage.chats.findPublic(unknownId()), null)
      },
    },
    {
      id: 'CR3',
      says: "a user's chats are listed by latest activity, page by page, without those they left",
      async check(storage) {
        const [user, other] = await makeUsers(storage, 2)
        assert.ok(user && other)
        const made: ChatId[] = []
        for (let index = 0; index < 5; index += 1) made.push((await makeGroup(storage, [other, user], {}, later(index * 1_000))).id)
        const [first, second, third, fourth, fifth] = made
        assert.ok(first && second && third && fourth && fifth)
        await makeGroup(storage, [other])
        await send(storage, second, other, { createdAt: later(60_000) })
        await send(storage, first, other, { createdAt: later(60_000) })
        await leave(storage, fourth, user)
        const newest = [first, second].sort().reverse()
        const found = await allOf((cursor) => storage.chats.list(user.id, { limit: 2, cursor }))
        assert.deepEqual(
          found.map((chat) => chat.id),
          [...newest, fifth, third],
        )
        assert.deepEqual(found[0], await viewOf(storage, newest[0] ?? first, user))
        assert.equal(found[0]?.unread, 1)
        assert.deepEqual(await storage.chats.list(unknownId(), { limit: 2, cursor: null }), { items: [], nextCursor: null })
        for (const cursor of ['', 'x', 'WyIxIiwiMiJd', 'bnVsbA'])
          await assert.rejects(storage.chats.list(user.id, { limit: 2, cursor }), refusesCursor)
      },
    },
    {
      id: 'CR4',
      says: 'public rooms are found by words of their title, letter case aside, ordered by title; by its beginning where there is more than words',
      async check(storage) {
        const [owner] = await makeUsers(storage, 1)
        assert.ok(owner)
        const mark = `r${unknownId<ChatId>().slice(0, 8)}`
        for (const end of ['b', 'A', '_', 'a', '😀', 'ﬀ'])
          await makeGroup(storage, [owner], { visibility: 'public', title: `${mark}${end}` })
        await makeGroup(storage, [owner], { title: `${mark}c` })
        await makeGroup(storage, [owner], { visibility: 'public', title: `not ${mark}` })
        const titles = async (prefix: string) =>
          (await allOf((cursor) => storage.chats.listRooms(prefix, { limit: 2, cursor }))).map((room) =>
            room.title?.replace(mark, '').toLowerCase(),
          )
        assert.deepEqual(await titles(mark.toUpperCase()), ['not ', '_', 'a', 'a', 'b', 'ﬀ', '😀'])
        assert.deepEqual(await titles(`${mark}_`), ['_'])
        assert.deepEqual(await titles(`${mark}%`), [])
        await assert.rejects(storage.chats.listRooms('', { limit: 2, cursor: 'WyIxIiwiMiJd' }), refusesCursor)
      },
    },
    {
      id: 'CR4',
      says: 'a room is found by any words of its title and topic, each from its beginning on, whatever stands between them',
      async check(storage) {
        const [owner] = await makeUsers(storage, 1)
        assert.ok(owner)
        const mark = `r${unknownId<ChatId>().slice(0, 8)}`
        const rooms = [
          { title: `Chess (${mark})`, topic: 'openings/endgames, and “blitz”' },
          { title: `${mark}: 国际象棋 club`, topic: null },
          { title: 'Go', topic: `Not ${mark}.chess` },
        ]
        for (const room of rooms) await makeGroup(storage, [owner], { visibility: 'public', ...room })
        const titles = async (query: string) =>
          (await allOf((cursor) => storage.chats.listRooms(query, { limit: 2, cursor }))).map(({ title }) => title)
        const [chess, club, go] = rooms.map(({ title }) => title)
        assert.deepEqual(await titles(mark), [chess, 'Go', club])
        assert.deepEqual(await titles(`chess ${mark}`), [chess, go])
        assert.deepEqual(await titles(`${mark} END bli  op`), [chess])
        assert.deepEqual(await titles(`国际 ${mark}`), [club])
        assert.deepEqual(await titles(`${mark} hess`), [])
        assert.deepEqual(await titles(`${mark}.chess`), [])
      },
    },
    {
      id: 'CR5',
      says: 'the people now in a chat are listed to those in it, longest-standing first',
      async check(storage) {
        const [owner, leaver, admin, late, stranger] = await makeUsers(storage, 5)
        assert.ok(owner && leaver && admin && late && stranger)
        const chat = await makeGroup(storage, [owner, leaver, admin])
        await giveRole(storage, chat.id, admin, 'admin')
        await leave(storage, chat.id, leaver)
        await join(storage, chat.id, late)
        const found = await allOf((cursor) => storage.chats.listMembers(chat.id, late.id, { limit: 2, cursor }))
        assert.deepEqual(
          found.map((member) => [member.userId, member.role]),
          [
            [owner.id, 'owner'],
            [admin.id, 'admin'],
            [late.id, 'member'],
          ],
        )
        assert.deepEqual(found, (await viewOf(storage, chat.id, owner)).members)
        assert.deepEqual(found[0]?.joinedAt, someTime)
        for (const userId of [leaver.id, stranger.id])
          assert.equal(await storage.chats.listMembers(chat.id, userId, { limit: 2, cursor: null }), null)
        assert.equal(await storage.chats.listMembers(unknownId(), owner.id, { limit: 2, cursor: null }), null)
        await assert.rejects(storage.chats.listMembers(chat.id, owner.id, { limit: 2, cursor: 'WyIxIiwiMiJd' }), refusesCursor)
      },
    },
    {
      id: 'CR6',
      says: 'seats are of the chats the user is in now, with the first number they may see and the change as of which that is so',
      async check(storage) {
        const [owner, user] = await makeUsers(storage, 2)
        assert.ok(owner && user)
        const [all, some, left] = [
          await makeGroup(storage, [owner, user]),
          await makeGroup(storage, [owner], { history: 'since_joining' }),
          await makeGroup(storage, [owner, user]),
        ]
        await sendMany(storage, some.id, owner, 2)
        await join(storage, some.id, user)
        await leave(storage, left.id, user)
        const seats = (await storage.chats.seatsOf(user.id)).map(({ chatId, firstNumber, asOf }) => [chatId, [firstNumber, asOf]] as const)
        assert.deepEqual(
          new Map(seats),
          new Map([
            [all.id, [1, 2]],
            [some.id, [3, 4]],
          ]),
        )
      },
    },
  ],
}
