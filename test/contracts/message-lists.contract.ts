import assert from 'node:assert/strict'
import type { Page } from '../../src/application/ports/page.js'
import type { Message } from '../../src/domain/messages/message.js'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import { amend, join, later, leave, makeGroup, makePrivate, makeUsers, send, unknownId, upTo } from './world.js'

const page = { limit: 50, cursor: null }

/** All of a list, two at a time. */
async function pages<Item>(
  read: (request: { limit: number; cursor: string | null }) => Promise<Page<Item> | null>,
): Promise<readonly Item[]> {
  const items: Item[] = []
  let cursor: string | null = null
  do {
    const found: Page<Item> | null = await read({ limit: 2, cursor })
    assert.ok(found && found.items.length <= 2)
    items.push(...found.items)
    cursor = found.nextCursor
  } while (cursor !== null)
  return items
}

/** Somebody who sees all of a chat, somebody who came later and sees less, and a stranger. */
async function threeViews(storage: Storage) {
  const [owner, late, stranger] = await makeUsers(storage, 3)
  assert.ok(owner && late && stranger)
  const chat = await makeGroup(storage, [owner], { history: 'since_joining' })
  const early = await send(storage, chat.id, owner)
  await join(storage, chat.id, late)
  return { owner, late, stranger, chat, early }
}

const idsOf = (messages: readonly Message[] | undefined) => messages?.map((message) => message.id)

export const messageListsContract: Contract<Storage> = {
  port: 'MessageLists',
  rules: [
    {
      id: 'ML1',
      says: 'earlier texts are for who may see the message',
      async check(storage) {
        const { owner, late, stranger, chat, early } = await threeViews(storage)
        await amend(storage, early, { text: 'Other' }, ({ messages }) => messages.keepText(early.id, 'Hello', later(1)))
        const { messageLists } = storage
        assert.deepEqual(await messageLists.edits(chat.id, early.id, owner.id), [{ text: 'Hello', editedAt: later(1) }])
        assert.equal(await messageLists.edits(chat.id, early.id, late.id), null)
        assert.equal(await messageLists.edits(chat.id, early.id, stranger.id), null)
        assert.equal(await messageLists.edits(unknownId(), early.id, owner.id), null)
        const plain = await send(storage, chat.id, late)
        assert.deepEqual(await messageLists.edits(chat.id, plain.id, owner.id), [])
      },
    },
    {
      id: 'ML2',
      says: 'who reacted comes in pages, the first one first',
      async check(storage) {
        const people = await makeUsers(storage, 5)
        const [owner] = people
        const [stranger] = await makeUsers(storage, 1)
        assert.ok(owner && stranger)
        const chat = await makeGroup(storage, people)
        const sent = await send(storage, chat.id, owner)
        await storage.unitOfWork.run(async ({ chats, messages }) => {
          await chats.lock(chat.id)
          for (const [place, person] of people.entries()) await messages.addReaction(sent.id, person.id, '👍', later(place))
          await messages.addReaction(sent.id, owner.id, '🎉', later(9))
        })
        const { messageLists } = storage
        assert.deepEqual(await pages((request) => messageLists.reactors(chat.id, sent.id, '👍', owner.id, request)), people)
        assert.deepEqual((await messageLists.reactors(chat.id, sent.id, '🎉', owner.id, page))?.items, [owner])
        assert.deepEqual((await messageLists.reactors(chat.id, sent.id, '🙂', owner.id, page))?.items, [])
        assert.equal(await messageLists.reactors(chat.id, sent.id, '👍', stranger.id, page), null)
      },
    },
    {
      id: 'ML3',
      says: 'pins come in pages, the last pinned first, those one may see',
      async check(storage) {
        const { owner, late, stranger, chat, early } = await threeViews(storage)
        const sent: Message[] = []
        for (const _ of upTo(4)) sent.push(await send(storage, chat.id, owner))
        const [first, second, third] = sent
        assert.ok(first && second && third)
        for (const [place, message] of [third, early, first, second].entries()) await amend(storage, message, { pinnedAt: later(place) })
        const { messageLists } = storage
        const seenBy = async (user: typeof owner) => idsOf(await pages((request) => messageLists.pins(chat.id, user.id, request)))
        assert.deepEqual(await seenBy(owner), [second.id, first.id, early.id, third.id])
        assert.deepEqual(await seenBy(late), [second.id, first.id, third.id])
        await amend(storage, first, { pinnedAt: null })
        assert.deepEqual(await seenBy(late), [second.id, third.id])
        assert.equal(await messageLists.pins(chat.id, stranger.id, page), null)
      },
    },
    {
      id: 'ML4',
      says: 'a thread comes in pages, ascending, for who may see its root',
      async check(storage) {
        const { owner, late, stranger, chat, early } = await threeViews(storage)
        const replies: Message[] = []
        for (const _ of upTo(3)) {
          await send(storage, chat.id, owner)
          replies.push(await send(storage, chat.id, owner, { threadRoot: early.id }))
        }
        const { messageLists } = storage
        assert.deepEqual(await pages((request) => messageLists.thread(chat.id, early.id, owner.id, request)), replies)
        assert.deepEqual(
          replies.map((reply) => reply.threadRoot),
          replies.map(() => early.id),
        )
        assert.equal(await messageLists.thread(chat.id, early.id, late.id, page), null)
        assert.equal(await messageLists.thread(chat.id, early.id, stranger.id, page), null)
        const lonely = await send(storage, chat.id, late)
        assert.deepEqual((await messageLists.thread(chat.id, lonely.id, owner.id, page))?.items, [])
      },
    },
    {
      id: 'ML5',
      says: 'mentions come in pages, the newest first, of chats one is in, from others, and not below what one may see',
      async check(storage) {
        const { owner, late, stranger, chat } = await threeViews(storage)
        const ids = upTo(6).map((nth) => `01990000-0000-7000-8000-${globalThis.crypto.randomUUID().slice(0, 8)}000${nth}` as Message['id'])
        const [named, all, own, hidden, secret, edited] = ids
        assert.ok(named && all && own && hidden && secret && edited)
        const calling = `@${late.handle}`
        const privately = await makePrivate(storage, late, stranger)
        const left = await makeGroup(storage, [owner, late])
        await send(storage, left.id, owner, { text: calling, id: hidden })
        await leave(storage, left.id, late)
        await send(storage, chat.id, owner, { text: `${calling} ${calling}`, id: named })
        await send(storage, chat.id, owner, { text: `@all ${calling}`, id: all })
        await send(storage, chat.id, late, { text: calling, id: own })
        await send(storage, privately, stranger, { text: calling, id: secret })
        const plain = await send(storage, chat.id, owner, { id: edited })
        await amend(storage, plain, { text: calling, mentions: [late.id] })
        const { messageLists } = storage
        const expected = [named, all, secret, edited].sort().reverse()
        assert.deepEqual(idsOf(await pages((request) => messageLists.mentions(late.id, request))), expected)
        assert.deepEqual((await messageLists.mentions(owner.id, page)).items, [])
        await amend(storage, plain, { text: null, mentions: [], deletedAt: later(1) })
        assert.deepEqual(
          idsOf((await messageLists.mentions(late.id, page)).items),
          expected.filter((id) => id !== edited),
        )
      },
    },
  ],
}
