import assert from 'node:assert/strict'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import { join, leave, makeGroup, makePrivate, makeUsers, send, unknownId, upTo, viewOf } from './world.js'

export const chatPreferencesContract: Contract<Storage> = {
  port: 'ChatPreferences',
  rules: [
    {
      id: 'OP1',
      says: 'changes what is given and nothing else, for this user in this chat alone',
      async check(storage) {
        const [ada, bob] = await makeUsers(storage, 2)
        assert.ok(ada && bob)
        const [chat, other] = [await makeGroup(storage, [ada, bob]), await makePrivate(storage, ada, bob)]
        const untouched = [await viewOf(storage, chat.id, bob), await viewOf(storage, other, ada)]
        await storage.preferences.change(chat.id, ada.id, { muted: true, notify: 'mentions' })
        await storage.preferences.change(chat.id, ada.id, { pinned: true, archived: true, muted: false })
        const { me } = await viewOf(storage, chat.id, ada)
        assert.deepEqual([me.muted, me.pinned, me.archived, me.notify, me.markedUnread], [false, true, true, 'mentions', false])
        assert.deepEqual([await viewOf(storage, chat.id, bob), await viewOf(storage, other, ada)], untouched)
      },
    },
    {
      id: 'OP1',
      says: 'changes of different things at the same moment are all kept',
      async check(storage) {
        const [ada] = await makeUsers(storage, 1)
        assert.ok(ada)
        const chat = await makeGroup(storage, [ada])
        const before = (await viewOf(storage, chat.id, ada)).me.seq
        const changes = [{ muted: true }, { pinned: true }, { archived: true }, { notify: 'none' }, { markedUnread: true }] as const
        await Promise.all(changes.map((change) => storage.preferences.change(chat.id, ada.id, change)))
        const { me } = await viewOf(storage, chat.id, ada)
        assert.deepEqual([me.muted, me.pinned, me.archived, me.notify, me.markedUnread], [true, true, true, 'none', true])
        assert.equal(me.seq, before + changes.length)
      },
    },
    {
      id: 'OP2',
      says: "answers what is left, and takes the next of the user's counter if anything changed",
      async check(storage) {
        const [ada, bob] = await makeUsers(storage, 2)
        assert.ok(ada && bob)
        const chat = await makeGroup(storage, [ada, bob])
        for (const _ of upTo(3)) await send(storage, chat.id, bob)
        const before = await viewOf(storage, chat.id, ada)
        const changed = await storage.preferences.change(chat.id, ada.id, { markedUnread: true })
        const after = await viewOf(storage, chat.id, ada)
        assert.deepEqual(changed, { chatId: chat.id, moved: true, me: after.me, unread: 3, unreadMentions: 0, shown: true, membersSeq: 2 })
        assert.deepEqual([after.me.seq, after.seq], [before.me.seq + 1, before.seq])
        for (const same of [{ markedUnread: true }, {}])
          assert.deepEqual(await storage.preferences.change(chat.id, ada.id, same), { ...changed, moved: false })
        const read = await storage.readMarks.advance(chat.id, ada.id, 3)
        assert.deepEqual([read?.moved, read?.me.markedUnread], [true, false])
      },
    },
    {
      id: 'OP2',
      says: 'the same change at the same moment is made once, and everybody who made it is told that it is',
      async check(storage) {
        const [ada] = await makeUsers(storage, 1)
        assert.ok(ada)
        const chat = await makeGroup(storage, [ada])
        const answers = await Promise.all(upTo(8).map(() => storage.preferences.change(chat.id, ada.id, { muted: true })))
        assert.deepEqual(new Set(answers.map((answer) => answer?.me.muted)), new Set([true]))
        assert.equal(answers.filter((answer) => answer?.moved).length, 1)
      },
    },
    {
      id: 'OP2',
      says: 'a message leaves an archived chat archived',
      async check(storage) {
        const [ada, bob] = await makeUsers(storage, 2)
        assert.ok(ada && bob)
        const chat = await makeGroup(storage, [ada, bob])
        await storage.preferences.change(chat.id, ada.id, { archived: true })
        for (const sender of [bob, ada]) await send(storage, chat.id, sender)
        assert.equal((await viewOf(storage, chat.id, ada)).me.archived, true)
      },
    },
    {
      id: 'OP3',
      says: 'there is nothing to set up for who is not in the chat; who comes back starts anew',
      async check(storage) {
        const [owner, leaver] = await makeUsers(storage, 2)
        assert.ok(owner && leaver)
        const chat = await makeGroup(storage, [owner, leaver])
        await storage.preferences.change(chat.id, leaver.id, { muted: true })
        await leave(storage, chat.id, leaver)
        assert.equal(await storage.preferences.change(chat.id, leaver.id, { pinned: true }), null)
        assert.equal(await storage.preferences.change(unknownId(), owner.id, { pinned: true }), null)
        await join(storage, chat.id, leaver)
        const { me } = await viewOf(storage, chat.id, leaver)
        assert.deepEqual([me.muted, me.pinned], [false, false])
      },
    },
  ],
}
