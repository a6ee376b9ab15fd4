import assert from 'node:assert/strict'
import type { MessageWindow } from '../../src/application/ports/message-repository.js'
import { Conflict, Forbidden, NotFound } from '../../src/domain/errors.js'
import type { ClientId } from '../../src/domain/ids.js'
import type { Message } from '../../src/domain/messages/message.js'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import {
  amend,
  draftOf,
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

const numbersOf = (messages: readonly Message[] | undefined) => messages?.map((message) => message.number)

export const messageRepositoryContract: Contract<Storage> = {
  port: 'MessageRepository',
  rules: [
    {
      id: 'MR1',
      says: 'numbers are dense and in commit order, though 50 senders race',
      async check(storage) {
        const people = await makeUsers(storage, 50)
        const chat = await makeGroup(storage, people)
        const lists = await Promise.all(people.map((person) => sendMany(storage, chat.id, person, 4)))
        for (const list of lists)
          assert.deepEqual(
            numbersOf(list),
            [...(numbersOf(list) ?? [])].sort((a, b) => a - b),
          )
        const all = lists.flat().sort((a, b) => a.number - b.number)
        assert.deepEqual(numbersOf(all), upTo(200))
        assert.deepEqual(
          all.map((message) => message.seq),
          upTo(200, chat.seq + 1),
        )
        const newest = await storage.messages.page(chat.id, people[0]?.id ?? unknownId(), { kind: 'newest' }, 100)
        assert.deepEqual(newest?.items, all.slice(100))
      },
    },
    {
      id: 'MR1',
      says: 'one sender in many chats at once keeps each chat dense',
      async check(storage) {
        const [person] = await makeUsers(storage, 1)
        assert.ok(person)
        const chats = await Promise.all(upTo(20).map(() => makeGroup(storage, [person])))
        const sent = await Promise.all(chats.flatMap((chat) => upTo(5).map(() => send(storage, chat.id, person))))
        for (const chat of chats) {
          const own = sent.filter((message) => message.chatId === chat.id)
          assert.deepEqual(
            own.map((message) => message.number).sort((a, b) => a - b),
            upTo(5),
          )
        }
      },
    },
    {
      id: 'MR2',
      says: 'a repeated clientId answers the first message, also when ten come at once',
      async check(storage) {
        const [person, other] = await makeUsers(storage, 2)
        assert.ok(person && other)
        const chat = await makeGroup(storage, [person, other])
        const clientId = unknownId<ClientId>()
        const answers = await Promise.all(upTo(10).map(() => storage.messages.append(draftOf(chat.id, person, { clientId }))))
        const [first] = answers
        assert.ok(first)
        for (const answer of answers) assert.deepEqual(answer.message, first.message)
        assert.equal(answers.filter((answer) => answer.created).length, 1)
        const again = await storage.messages.append(draftOf(chat.id, person, { clientId }))
        assert.deepEqual(again, { created: false, message: first.message })
        assert.equal((await send(storage, chat.id, other, { clientId })).number, 2)
      },
    },
    {
      id: 'MR3',
      says: 'a repeated clientId with another text, reply or chat is a conflict',
      async check(storage) {
        const [person] = await makeUsers(storage, 1)
        assert.ok(person)
        const [chat, elsewhere] = [await makeGroup(storage, [person]), await makeGroup(storage, [person])]
        const clientId = unknownId<ClientId>()
        const first = await send(storage, chat.id, person, { clientId })
        await send(storage, elsewhere.id, person)
        const retries = [
          draftOf(chat.id, person, { clientId, text: 'Something else' }),
          draftOf(chat.id, person, { clientId, replyTo: first.id }),
          draftOf(elsewhere.id, person, { clientId }),
        ]
        for (const retry of retries) await assert.rejects(storage.messages.append(retry), Conflict)
        assert.equal((await viewOf(storage, chat.id, person)).messageCount, 1)
        assert.equal((await viewOf(storage, elsewhere.id, person)).messageCount, 1)
      },
    },
    {
      id: 'MR4',
      says: 'for who is not in the chat there is none, a repeated clientId included',
      async check(storage) {
        const [owner, leaver, stranger] = await makeUsers(storage, 3)
        assert.ok(owner && leaver && stranger)
        const chat = await makeGroup(storage, [owner, leaver])
        const clientId = unknownId<ClientId>()
        await send(storage, chat.id, leaver, { clientId })
        await leave(storage, chat.id, leaver)
        await assert.rejects(send(storage, chat.id, leaver, { clientId }), NotFound)
        await assert.rejects(send(storage, chat.id, leaver), NotFound)
        await assert.rejects(send(storage, chat.id, stranger), NotFound)
        await assert.rejects(send(storage, unknownId(), owner), NotFound)
        assert.equal((await send(storage, chat.id, owner)).number, 2)
      },
    },
    {
      id: 'MR4',
      says: 'nothing is stored for somebody after their removal, though they keep sending through it',
      async check(storage) {
        const people = await makeUsers(storage, 6)
        const [owner, removed] = people
        assert.ok(owner && removed)
        const chat = await makeGroup(storage, people)
        const sends = people.flatMap((person) => upTo(10).map(() => send(storage, chat.id, person)))
        const removal = await leave(storage, chat.id, removed)
        const late = [...people, ...people].map((person) => send(storage, chat.id, person))
        const outcomes = await Promise.allSettled([...sends, ...late])
        const stored = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
        for (const message of stored) assert.ok(message.senderId !== removed.id || message.seq < removal.seq)
        for (const outcome of outcomes) assert.ok(outcome.status === 'fulfilled' || outcome.reason instanceof NotFound)
        assert.deepEqual(
          stored.map((message) => message.number).sort((a, b) => a - b),
          upTo(stored.length),
        )
      },
    },
    {
      id: 'MR5',
      says: 'a reply must be to a message of this chat that the sender may see',
      async check(storage) {
        const [owner, late] = await makeUsers(storage, 2)
        assert.ok(owner && late)
        const chat = await makeGroup(storage, [owner], { history: 'since_joining' })
        const early = await send(storage, chat.id, owner)
        const elsewhere = await send(storage, (await makeGroup(storage, [owner])).id, owner)
        await join(storage, chat.id, late)
        const visible = await send(storage, chat.id, owner, { replyTo: early.id })
        assert.equal(visible.replyTo, early.id)
        assert.equal((await send(storage, chat.id, late, { replyTo: visible.id })).replyTo, visible.id)
        for (const replyTo of [early.id, elsewhere.id, unknownId<Message['id']>()]) {
          await assert.rejects(send(storage, chat.id, late, { replyTo }), NotFound)
        }
        await assert.rejects(send(storage, chat.id, owner, { replyTo: elsewhere.id }), NotFound)
        assert.equal((await viewOf(storage, chat.id, owner)).messageCount, 3)
      },
    },
    {
      id: 'MR6',
      says: "sending moves the sender's marks and takes the next of their counter",
      async check(storage) {
        const [person, other] = await makeUsers(storage, 2)
        assert.ok(person && other)
        const chat = await makeGroup(storage, [person, other])
        await sendMany(storage, chat.id, other, 3)
        const before = await viewOf(storage, chat.id, person)
        const answer = await storage.messages.append(draftOf(chat.id, person))
        const after = await viewOf(storage, chat.id, person)
        assert.ok(answer.created)
        assert.deepEqual(answer.sender, { me: after.me, unread: 0, unreadMentions: 0 })
        assert.equal(answer.membersSeq, chat.seq)
        assert.deepEqual(
          {
            unread: before.unread,
            seq: before.me.seq,
            read: after.me.readNumber,
            delivered: after.me.deliveredNumber,
            nextSeq: after.me.seq,
          },
          { unread: 3, seq: before.me.seq, read: 4, delivered: 4, nextSeq: before.me.seq + 1 },
        )
      },
    },
    {
      id: 'MR6',
      says: 'of messages sent at the same moment, the last says what the sender is left with',
      async check(storage) {
        const people = await makeUsers(storage, 5)
        const chat = await makeGroup(storage, people)
        const answers = await Promise.all(people.flatMap((person) => upTo(4).map(() => storage.messages.append(draftOf(chat.id, person)))))
        for (const person of people) {
          const own = answers.filter((answer) => answer.message.senderId === person.id).sort((a, b) => a.message.number - b.message.number)
          const last = own.at(-1)
          assert.ok(last?.created && last.sender)
          const view = await viewOf(storage, chat.id, person)
          assert.deepEqual(last.sender.me, view.me)
          assert.equal(view.me.readNumber, last.message.number)
          assert.equal(view.unread, 20 - last.message.number)
          assert.ok(last.sender.unread <= view.unread)
        }
      },
    },
    {
      id: 'MR7',
      says: 'a message that cannot be stored fails alone',
      async check(storage) {
        const people = await makeUsers(storage, 10)
        const chat = await makeGroup(storage, people)
        const [poisoner] = people
        assert.ok(poisoner)
        const earlier = await send(storage, chat.id, poisoner)
        const good = people.flatMap((person) => [send(storage, chat.id, person), send(storage, chat.id, person)])
        const bad = [send(storage, chat.id, poisoner, { text: 'a\0b' }), send(storage, chat.id, poisoner, { id: earlier.id })]
        const more = people.map((person) => send(storage, chat.id, person))
        for (const outcome of await Promise.allSettled(bad)) assert.equal(outcome.status, 'rejected')
        const stored = await Promise.all([...good, ...more])
        assert.deepEqual(
          stored.map((message) => message.number).sort((a, b) => a - b),
          upTo(30, 2),
        )
      },
    },
    {
      id: 'MR8',
      says: 'a message is found by who is in its chat and may see it, exactly as sent',
      async check(storage) {
        const [owner, late, stranger] = await makeUsers(storage, 3)
        assert.ok(owner && late && stranger)
        const chat = await makeGroup(storage, [owner], { history: 'since_joining' })
        const elsewhere = await makeGroup(storage, [owner, late])
        const text = ` "x\\y{},NULL'; DROP TABLE messages; --\r\n\t👩‍👩‍👧 שלום e\u0301 ${'𝒳'.repeat(3_900)} `
        const first = await send(storage, chat.id, owner, { text })
        await join(storage, chat.id, late)
        const second = await send(storage, chat.id, owner, { replyTo: first.id })
        assert.deepEqual(await storage.messages.findForMember(chat.id, first.id, owner.id), first)
        assert.deepEqual(
          { text: first.text, createdAt: first.createdAt, deletedAt: first.deletedAt },
          { text, createdAt: someTime, deletedAt: null },
        )
        assert.deepEqual(await storage.messages.findForMember(chat.id, second.id, late.id), second)
        assert.equal(await storage.messages.findForMember(chat.id, first.id, late.id), null)
        assert.equal(await storage.messages.findForMember(chat.id, first.id, stranger.id), null)
        assert.equal(await storage.messages.findForMember(elsewhere.id, first.id, owner.id), null)
        await leave(storage, chat.id, late)
        assert.equal(await storage.messages.findForMember(chat.id, second.id, late.id), null)
      },
    },
    {
      id: 'MR10',
      says: 'whom the text calls is found among the members, everybody only by who may',
      async check(storage) {
        const [owner, member, left, stranger] = await makeUsers(storage, 4)
        assert.ok(owner && member && left && stranger)
        const chat = await makeGroup(storage, [owner, member, left])
        await leave(storage, chat.id, left)
        const text = `@${member.handle} @${left.handle} @${stranger.handle} @${owner.handle.toUpperCase()} @nobody_here @all`
        const byOwner = await send(storage, chat.id, owner, { text })
        assert.deepEqual([byOwner.mentions, byOwner.mentionsAll], [[member.id, owner.id], true])
        const byMember = await send(storage, chat.id, member, { text })
        assert.deepEqual([byMember.mentions, byMember.mentionsAll], [[member.id, owner.id], false])
        assert.deepEqual(await storage.messages.findForMember(chat.id, byMember.id, owner.id), byMember)
        assert.equal((await viewOf(storage, chat.id, member)).unreadMentions, 0)
        assert.equal((await viewOf(storage, chat.id, owner)).unreadMentions, 1)
        const privately = await makePrivate(storage, member, stranger)
        assert.equal((await send(storage, privately, member, { text: 'all: @all' })).mentionsAll, true)
        assert.equal((await viewOf(storage, privately, stranger)).unreadMentions, 1)
      },
    },
    {
      id: 'MR11',
      says: 'replies count in their root, each by two changes, however many race; both authors follow',
      async check(storage) {
        const people = await makeUsers(storage, 5)
        const [owner] = people
        assert.ok(owner)
        const chat = await makeGroup(storage, people)
        const root = await send(storage, chat.id, owner)
        const answers = await Promise.all(
          people
            .slice(1)
            .flatMap((person) => upTo(3).map(() => storage.messages.append(draftOf(chat.id, person, { threadRoot: root.id })))),
        )
        const seqs = answers.flatMap((answer) => (answer.created && answer.root ? [answer.message.seq, answer.root.seq] : []))
        assert.deepEqual(
          [...seqs].sort((a, b) => a - b),
          upTo(24, root.seq + 1),
        )
        for (const answer of answers) assert.equal(answer.created && answer.root?.seq, answer.message.seq + 1)
        const byNumber = answers.sort((a, b) => a.message.number - b.message.number)
        assert.deepEqual(
          byNumber.map((answer) => answer.created && answer.root?.replyCount),
          upTo(12),
        )
        const last = byNumber.at(-1)
        assert.deepEqual(await storage.messages.findForMember(chat.id, root.id, owner.id), last?.created && last.root)
        const after = await send(storage, chat.id, owner)
        assert.deepEqual([after.number, after.seq], [14, root.seq + 25])
        for (const person of people) {
          const { items } = await storage.threadFollows.list(person.id, { limit: 10, cursor: null })
          assert.deepEqual(
            items.map((thread) => [thread.root.id, thread.following]),
            [[root.id, true]],
          )
        }
        const [ofOwner] = (await storage.threadFollows.list(owner.id, { limit: 10, cursor: null })).items
        assert.equal(ofOwner?.unread, 12)
        const reply = byNumber[0]?.message
        await assert.rejects(send(storage, chat.id, owner, { threadRoot: reply?.id ?? null }), NotFound)
      },
    },
    {
      id: 'MR12',
      says: 'a forward repeats what its original says, names its first author, and calls nobody',
      async check(storage) {
        const [owner, late, stranger] = await makeUsers(storage, 3)
        assert.ok(owner && late && stranger)
        const chat = await makeGroup(storage, [owner], { history: 'since_joining' })
        const elsewhere = await makeGroup(storage, [late, stranger])
        const early = await send(storage, chat.id, owner, { text: 'Before you came' })
        await join(storage, chat.id, late)
        const original = await send(storage, chat.id, owner, { text: `Hear, @${late.handle} @all`, createdAt: later(5_000) })
        const clientId = unknownId<ClientId>()
        const forward = { text: null, clientId, forwardOf: { chatId: chat.id, messageId: original.id } }
        const forwarded = await send(storage, elsewhere.id, late, forward)
        assert.deepEqual(
          [forwarded.text, forwarded.forwardedFrom, forwarded.mentions, forwarded.mentionsAll, forwarded.senderId],
          [original.text, { senderId: owner.id, createdAt: original.createdAt }, [], false, late.id],
        )
        assert.deepEqual(await storage.messages.findForMember(elsewhere.id, forwarded.id, stranger.id), forwarded)
        const onwards = await send(storage, elsewhere.id, stranger, {
          text: null,
          forwardOf: { chatId: elsewhere.id, messageId: forwarded.id },
        })
        assert.deepEqual(onwards.forwardedFrom, forwarded.forwardedFrom)
        await amend(storage, original, { text: null, mentions: [], mentionsAll: false, deletedAt: later(1) })
        assert.deepEqual(await storage.messages.append(draftOf(elsewhere.id, late, forward)), { created: false, message: forwarded })
        for (const messageId of [early.id, original.id, unknownId<Message['id']>()]) {
          await assert.rejects(send(storage, elsewhere.id, late, { text: null, forwardOf: { chatId: chat.id, messageId } }), NotFound)
        }
        const misplaced = { text: null, forwardOf: { chatId: elsewhere.id, messageId: early.id } }
        await assert.rejects(send(storage, elsewhere.id, stranger, misplaced), NotFound)
      },
    },
    {
      id: 'MR13',
      says: 'an upload that is not there is none to attach',
      async check(storage) {
        const [owner] = await makeUsers(storage, 1)
        assert.ok(owner)
        const chat = await makeGroup(storage, [owner])
        await assert.rejects(send(storage, chat.id, owner, { attachmentIds: [unknownId()] }), NotFound)
        assert.equal((await viewOf(storage, chat.id, owner)).messageCount, 0)
      },
    },
    {
      id: 'MR14',
      says: 'in a private chat neither writes once one has blocked the other, and no number is used; in a group both do',
      async check(storage) {
        const [one, other] = await makeUsers(storage, 2)
        assert.ok(one && other)
        const chatId = await makePrivate(storage, one, other)
        const group = await makeGroup(storage, [one, other])
        const clientId = unknownId<ClientId>()
        const before = await send(storage, chatId, other, { clientId })
        await storage.blocks.block(one.id, other.id, someTime)
        await assert.rejects(send(storage, chatId, one), Forbidden)
        await assert.rejects(send(storage, chatId, other), Forbidden)
        assert.deepEqual(await storage.messages.append(draftOf(chatId, other, { clientId })), { created: false, message: before })
        assert.equal((await viewOf(storage, chatId, one)).messageCount, 1)
        assert.equal((await send(storage, group.id, one)).number, 1)
        assert.equal((await send(storage, group.id, other)).number, 2)
      },
    },
    {
      id: 'MR9',
      says: 'pages hold the asked numbers, ascending, and say whether there are more',
      async check(storage) {
        const [owner, late, stranger] = await makeUsers(storage, 3)
        assert.ok(owner && late && stranger)
        const chat = await makeGroup(storage, [owner], { history: 'since_joining' })
        assert.deepEqual(await storage.messages.page(chat.id, owner.id, { kind: 'newest' }, 5), {
          items: [],
          hasMoreBefore: false,
          hasMoreAfter: false,
        })
        await sendMany(storage, chat.id, owner, 10)
        await join(storage, chat.id, late)
        await sendMany(storage, chat.id, owner, 5)
        const page = async (who: typeof owner, window: MessageWindow, limit = 4) => {
          const found = await storage.messages.page(chat.id, who.id, window, limit)
          return [numbersOf(found?.items), found?.hasMoreBefore, found?.hasMoreAfter]
        }
        assert.deepEqual(await page(owner, { kind: 'newest' }), [[12, 13, 14, 15], true, false])
        assert.deepEqual(await page(owner, { kind: 'before', number: 3 }), [[1, 2], false, true])
        assert.deepEqual(await page(owner, { kind: 'before', number: 9 }), [[5, 6, 7, 8], true, true])
        assert.deepEqual(await page(owner, { kind: 'after', number: 9 }), [[10, 11, 12, 13], true, true])
        assert.deepEqual(await page(owner, { kind: 'after', number: 12 }), [[13, 14, 15], true, false])
        assert.deepEqual(await page(owner, { kind: 'after', number: 15 }), [[], true, false])
        assert.deepEqual(await page(owner, { kind: 'around', number: 8 }, 5), [[6, 7, 8, 9, 10], true, true])
        assert.deepEqual(await page(owner, { kind: 'around', number: 1 }, 5), [[1, 2, 3, 4, 5], false, true])
        assert.deepEqual(await page(owner, { kind: 'around', number: 15 }, 5), [[11, 12, 13, 14, 15], true, false])
        assert.deepEqual(await page(owner, { kind: 'around', number: Number.MAX_SAFE_INTEGER }, 2), [[14, 15], true, false])
        assert.deepEqual(await page(late, { kind: 'newest' }, 100), [[11, 12, 13, 14, 15], false, false])
        assert.deepEqual(await page(late, { kind: 'before', number: 12 }, 4), [[11], false, true])
        assert.deepEqual(await page(late, { kind: 'before', number: 5 }, 4), [[], false, true])
        assert.deepEqual(await page(late, { kind: 'after', number: 0 }, 2), [[11, 12], false, true])
        assert.equal(await storage.messages.page(chat.id, stranger.id, { kind: 'newest' }, 4), null)
        assert.equal(await storage.messages.page(unknownId(), owner.id, { kind: 'newest' }, 4), null)
      },
    },
  ],
}
