import assert from 'node:assert/strict'
import type { Message } from '../../src/domain/messages/message.js'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import { amend, join, later, leave, makeGroup, makeUsers, send, unknownId, upTo } from './world.js'

const page = { limit: 50, cursor: null }

async function aThread(storage: Storage) {
  const [owner, reader, stranger] = await makeUsers(storage, 3)
  assert.ok(owner && reader && stranger)
  const chat = await makeGroup(storage, [owner, reader])
  const root = await send(storage, chat.id, owner)
  const reply = () => send(storage, chat.id, owner, { threadRoot: root.id })
  return { owner, reader, stranger, chat, root, reply }
}

export const threadFollowsContract: Contract<Storage> = {
  port: 'ThreadFollows',
  rules: [
    {
      id: 'TF1',
      says: 'who begins to follow has read what is there, and then counts what others write',
      async check(storage) {
        const { owner, reader, stranger, chat, root, reply } = await aThread(storage)
        const { threadFollows: follows } = storage
        await reply()
        assert.deepEqual(await follows.follow(chat.id, root.id, reader.id, true), { following: true, readNumber: 2, unread: 0 })
        const second = await reply()
        await reply()
        assert.equal((await follows.list(reader.id, page)).items[0]?.unread, 2)
        assert.equal((await follows.list(owner.id, page)).items[0]?.unread, 0)
        await amend(storage, second, { text: null, deletedAt: later(1) })
        assert.equal((await follows.list(reader.id, page)).items[0]?.unread, 1)
        assert.deepEqual(await follows.follow(chat.id, root.id, reader.id, true), { following: true, readNumber: 2, unread: 1 })
        assert.equal((await follows.follow(chat.id, root.id, reader.id, false))?.following, false)
        assert.deepEqual((await follows.list(reader.id, page)).items, [])
        assert.deepEqual(await follows.follow(chat.id, root.id, reader.id, true), { following: true, readNumber: 4, unread: 0 })
        const late = await reply()
        assert.equal(await follows.follow(chat.id, root.id, stranger.id, true), null)
        assert.equal(await follows.follow(chat.id, late.id, reader.id, true), null)
        assert.equal(await follows.follow(unknownId(), root.id, reader.id, true), null)
      },
    },
    {
      id: 'TF2',
      says: 'a mark moves up to a number, at most to the head, and never back',
      async check(storage) {
        const { reader, stranger, chat, root, reply } = await aThread(storage)
        const { threadFollows: follows } = storage
        for (const _ of upTo(3)) await reply()
        const mark = async (number: number) => {
          const place = await follows.markRead(chat.id, root.id, reader.id, number)
          return [place?.readNumber, place?.unread, place?.following]
        }
        assert.deepEqual(await mark(2), [2, 2, false])
        assert.deepEqual(await mark(1), [2, 2, false])
        assert.deepEqual(await mark(99), [4, 0, false])
        assert.equal(await follows.markRead(chat.id, root.id, stranger.id, 4), null)
      },
    },
    {
      id: 'TF3',
      says: 'followed threads come in pages, the last written in first, while one is in the chat and sees the root',
      async check(storage) {
        const [owner, other, late] = await makeUsers(storage, 3)
        assert.ok(owner && other && late)
        const chat = await makeGroup(storage, [owner, other], { history: 'since_joining' })
        const id = (nth: number) => `01990000-0000-7000-8000-${globalThis.crypto.randomUUID().slice(0, 8)}000${nth}` as Message['id']
        const roots: Message[] = []
        for (const nth of upTo(3)) roots.push(await send(storage, chat.id, owner, { id: id(nth) }))
        const [first, second, third] = roots
        assert.ok(first && second && third)
        const ids = upTo(3)
          .map((nth) => id(nth))
          .sort()
        for (const [place, root] of [second, third, first].entries()) {
          await send(storage, chat.id, other, { threadRoot: root.id, id: `02990000${ids[place]?.slice(8)}` as Message['id'] })
        }
        const { threadFollows: follows } = storage
        const one = await follows.list(other.id, { limit: 2, cursor: null })
        const two = await follows.list(other.id, { limit: 2, cursor: one.nextCursor })
        const listed = [...one.items, ...two.items]
        assert.deepEqual(
          listed.map((thread) => thread.root.id),
          [first.id, third.id, second.id],
        )
        assert.deepEqual(listed[0]?.root, await storage.messages.findForMember(chat.id, first.id, owner.id))
        assert.equal(listed[0]?.lastReply?.senderId, other.id)
        assert.equal(two.nextCursor, null)
        await join(storage, chat.id, late)
        assert.equal(await follows.follow(chat.id, first.id, late.id, true), null)
        await leave(storage, chat.id, other)
        assert.deepEqual((await follows.list(other.id, page)).items, [])
      },
    },
  ],
}
