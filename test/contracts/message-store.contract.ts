import assert from 'node:assert/strict'
import type { Stores } from '../../src/application/ports/unit-of-work.js'
import type { ChatId, UserId } from '../../src/domain/ids.js'
import type { Message } from '../../src/domain/messages/message.js'
import { reactorsShown } from '../../src/domain/messages/message-changes.js'
import type { Reaction } from '../../src/domain/messages/message-parts.js'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import { amend, later, leave, makeGroup, makeUsers, send, unknownId, upTo, viewOf } from './world.js'

const nothingLeft = { text: null, attachments: [], reactions: [], mentions: [], mentionsAll: false, previews: [], forwardedFrom: null }

/** What the stores answer within one unit of work on the chat. */
const within = <Answer>(storage: Storage, chatId: ChatId, ask: (stores: Stores) => Promise<Answer>): Promise<Answer> =>
  storage.unitOfWork.run(async (stores) => {
    await stores.chats.lock(chatId)
    return ask(stores)
  })

export const messageStoreContract: Contract<Storage> = {
  port: 'MessageStore',
  rules: [
    {
      id: 'MT1',
      says: 'a message is found in its own chat only, as this unit has left it',
      async check(storage) {
        const [owner] = await makeUsers(storage, 1)
        assert.ok(owner)
        const [chat, elsewhere] = [await makeGroup(storage, [owner]), await makeGroup(storage, [owner])]
        const sent = await send(storage, chat.id, owner)
        await within(storage, chat.id, async ({ messages }) => {
          assert.deepEqual(await messages.find(chat.id, sent.id), sent)
          assert.equal(await messages.find(elsewhere.id, sent.id), null)
          assert.equal(await messages.find(chat.id, unknownId()), null)
        })
      },
    },
    {
      id: 'MT2',
      says: 'a change is stored whole and read back everywhere, with whom it calls now',
      async check(storage) {
        const [owner, one, other] = await makeUsers(storage, 3)
        assert.ok(owner && one && other)
        const chat = await makeGroup(storage, [owner, one, other])
        const sent = await send(storage, chat.id, owner, { text: `@${one.handle}` })
        const previews = [{ url: 'https://example.org/', title: 'Example', description: null, siteName: 'E', imageUrl: null }]
        const changed = await amend(storage, sent, {
          text: 'Now you',
          mentions: [other.id],
          replyCount: 3,
          previews,
          editedAt: later(1),
          pinnedAt: later(2),
        })
        assert.deepEqual(await storage.messages.findForMember(chat.id, sent.id, one.id), changed)
        const called = async () => Promise.all([one, other].map(async (user) => (await viewOf(storage, chat.id, user)).unreadMentions))
        assert.deepEqual(await called(), [0, 1])
        assert.deepEqual((await viewOf(storage, chat.id, one)).lastMessage, changed)
        await amend(storage, sent, { mentionsAll: true })
        assert.deepEqual(await called(), [1, 1])
        await amend(storage, sent, { mentionsAll: false, mentions: [one.id, other.id] })
        assert.deepEqual(await called(), [1, 1])
        await amend(storage, sent, { mentions: [] })
        assert.deepEqual(await called(), [0, 0])
      },
    },
    {
      id: 'MT3',
      says: 'of a tombstone nothing is left, and it counts as unread no more',
      async check(storage) {
        const [owner, other] = await makeUsers(storage, 2)
        assert.ok(owner && other)
        const chat = await makeGroup(storage, [owner, other])
        const sent = await send(storage, chat.id, owner, { text: `Secret for @${other.handle}` })
        await amend(storage, sent, { text: 'Secret, edited' }, async ({ messages }) => {
          await messages.keepText(sent.id, 'Secret', later(1))
          await messages.addReaction(sent.id, other.id, '👍', later(2))
        })
        const before = await viewOf(storage, chat.id, other)
        const buried = await amend(storage, sent, { ...nothingLeft, deletedAt: later(3) })
        assert.deepEqual(await storage.messages.findForMember(chat.id, sent.id, other.id), buried)
        assert.deepEqual(await storage.messageLists.edits(chat.id, sent.id, other.id), [])
        const after = await viewOf(storage, chat.id, other)
        assert.deepEqual([before.unread, before.unreadMentions, after.unread, after.unreadMentions], [1, 1, 0, 0])
        assert.equal(after.lastMessage?.text, null)
        const [again] = await within(storage, chat.id, async ({ messages }) => [
          await messages.addReaction(sent.id, owner.id, '🎉', later(4)),
        ])
        assert.deepEqual(again, [{ emoji: '🎉', count: 1, userIds: [owner.id] }])
      },
    },
    {
      id: 'MT4',
      says: 'the texts that edits replaced are kept in their order',
      async check(storage) {
        const [owner] = await makeUsers(storage, 1)
        assert.ok(owner)
        const chat = await makeGroup(storage, [owner])
        const sent = await send(storage, chat.id, owner)
        for (const nth of upTo(3)) {
          await amend(storage, sent, { text: `v${nth}` }, ({ messages }) => messages.keepText(sent.id, `v${nth - 1}`, later(nth)))
        }
        assert.deepEqual(
          await storage.messageLists.edits(chat.id, sent.id, owner.id),
          upTo(3).map((nth) => ({ text: `v${nth - 1}`, editedAt: later(nth) })),
        )
      },
    },
    {
      id: 'MT5',
      says: 'handles call those who are in the chat now, in their order',
      async check(storage) {
        const [owner, member, left, stranger] = await makeUsers(storage, 4)
        assert.ok(owner && member && left && stranger)
        const chat = await makeGroup(storage, [owner, member, left])
        await leave(storage, chat.id, left)
        const handles = [member, stranger, left, owner].map((user) => user.handle)
        const called = await within(storage, chat.id, ({ messages }) => messages.called(chat.id, [...handles, 'nobody_at_all']))
        assert.deepEqual(called, [member.id, owner.id])
        assert.deepEqual(await within(storage, chat.id, ({ messages }) => messages.called(chat.id, [])), [])
      },
    },
    {
      id: 'MT6',
      says: 'a reaction counts once for each person, the first ones are named, and the first emoji stays first',
      async check(storage) {
        const people = await makeUsers(storage, reactorsShown + 3)
        const [owner, second] = people
        assert.ok(owner && second)
        const chat = await makeGroup(storage, people)
        const sent = await send(storage, chat.id, owner)
        const react = (userId: UserId, emoji: string, at: Date) =>
          within(storage, chat.id, ({ messages }) => messages.addReaction(sent.id, userId, emoji, at))
        await react(second.id, '🎉', later(0))
        let last: readonly Reaction[] | null = null
        for (const [place, person] of people.entries()) last = await react(person.id, '👍', later(place + 1))
        assert.deepEqual(last, [
          { emoji: '🎉', count: 1, userIds: [second.id] },
          { emoji: '👍', count: people.length, userIds: people.slice(0, reactorsShown).map((person) => person.id) },
        ])
        assert.equal(await react(owner.id, '👍', later(90)), null)
      },
    },
    {
      id: 'MT7',
      says: 'a reaction taken away leaves its place to the next; one that is not there changes nothing',
      async check(storage) {
        const [owner, other] = await makeUsers(storage, 2)
        assert.ok(owner && other)
        const chat = await makeGroup(storage, [owner, other])
        const sent: Message = await send(storage, chat.id, owner)
        const left = await within(storage, chat.id, async ({ messages }) => {
          await messages.addReaction(sent.id, owner.id, '👍', later(1))
          await messages.addReaction(sent.id, other.id, '👍', later(2))
          return messages.removeReaction(sent.id, owner.id, '👍')
        })
        assert.deepEqual(left, [{ emoji: '👍', count: 1, userIds: [other.id] }])
        const take = (userId: UserId) => within(storage, chat.id, ({ messages }) => messages.removeReaction(sent.id, userId, '👍'))
        assert.equal(await take(owner.id), null)
        assert.deepEqual(await take(other.id), [])
      },
    },
  ],
}
