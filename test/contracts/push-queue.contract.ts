import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import type { AccountRepository } from '../../src/application/ports/account-repository.js'
import type { NotificationPreferences } from '../../src/application/ports/notification-preferences.js'
import type { PushQueue } from '../../src/application/ports/push-queue.js'
import type { PushSubscriptions } from '../../src/application/ports/push-subscriptions.js'
import type { SessionRepository } from '../../src/application/ports/session-repository.js'
import type { ChatId, UserId } from '../../src/domain/ids.js'
import type { DuePush } from '../../src/domain/notifications/news.js'
import type { PushSubscription } from '../../src/domain/notifications/push-subscription.js'
import type { User } from '../../src/domain/user.js'
import { aVerifiedUser } from './account-repository.contract.js'
import type { Contract } from './contract.js'
import { aSubscription } from './push-subscriptions.contract.js'
import { aSession } from './session-repository.contract.js'
import type { Storage } from './storage.js'
import { amend, join, leave, makeGroup, makePrivate, makeUsers, send, sendMany } from './world.js'

export interface PushQueueSubject {
  readonly storage: Storage
  readonly accounts: AccountRepository
  readonly sessions: SessionRepository
  readonly subscriptions: PushSubscriptions
  readonly preferences: NotificationPreferences
  readonly queue: PushQueue
}

interface Subscriber extends User {
  readonly subscription: PushSubscription
}

const [day, delay] = [24 * 3_600_000, 5_000]
const fromNow = (milliseconds: number): Date => new Date(Date.now() + milliseconds)

/** Somebody who is signed in at a browser that is told. */
async function subscriber(subject: PushQueueSubject, lifetime = 2 * day): Promise<Subscriber> {
  const { accounts } = subject
  const user = (await accounts.find((await aVerifiedUser(accounts)).id))?.user ?? assert.fail()
  return { ...user, subscription: await another(subject, user, lifetime) }
}

/** One more browser of theirs. */
async function another({ sessions, subscriptions }: PushQueueSubject, { id: userId }: User, lifetime = 2 * day): Promise<PushSubscription> {
  const session = aSession(userId, { lastUsedAt: new Date(), expiresAt: fromNow(lifetime) })
  await sessions.open(session)
  const subscription = aSubscription({ userId, sessionId: session.id }, { createdAt: new Date() })
  return (await subscriptions.add(subscription, 20))?.subscription ?? assert.fail()
}

async function people(subject: PushQueueSubject, count: number): Promise<readonly [User, ...Subscriber[]]> {
  await empty(subject)
  const [sender] = await makeUsers(subject.storage, 1)
  return [sender ?? assert.fail(), ...(await Promise.all(Array.from({ length: count }, () => subscriber(subject))))]
}

async function spreadAll({ queue }: PushQueueSubject): Promise<void> {
  for (let pieces = 0; await queue.spread(new Date(), delay); pieces += 1) assert.ok(pieces < 1_000)
}

/** Everything that is waiting, due or not; it is due again at once. */
async function waiting(subject: PushQueueSubject): Promise<readonly DuePush[]> {
  await spreadAll(subject)
  return subject.queue.claimDue(fromNow(day), fromNow(0), 1_000)
}

const empty = async (subject: PushQueueSubject): Promise<void> => subject.queue.settle(await waiting(subject), new Date(), fromNow(0))

const keysOf = (pushes: readonly DuePush[]) => pushes.map(({ subscriptionId, chat, upTo }) => `${subscriptionId} ${chat.id} ${upTo}`).sort()
const keyOf = ({ subscription }: Subscriber, chatId: ChatId, upTo: number) => `${subscription.id} ${chatId} ${upTo}`
const numbersOf = (push: DuePush | undefined) => push?.heard.map(({ number }) => number).sort((one, other) => one - other)
const only = (pushes: readonly DuePush[]): DuePush => {
  assert.equal(pushes.length, 1)
  return pushes[0] ?? assert.fail()
}

export const pushQueueContract: Contract<PushQueueSubject> = {
  port: 'PushQueue',
  rules: [
    {
      id: 'PQ1',
      says: 'has what was sent, of every chat, for every browser of whoever did not write it',
      async check(subject) {
        const [sender, ada, bob] = await people(subject, 2)
        assert.ok(ada && bob)
        const [group, other] = [await makeGroup(subject.storage, [sender, ada, bob]), await makeGroup(subject.storage, [bob, sender])]
        const second = { ...ada, subscription: await another(subject, ada) }
        await send(subject.storage, group.id, sender)
        await send(subject.storage, other.id, bob)
        assert.deepEqual(keysOf(await waiting(subject)), [ada, second, bob].map((one) => keyOf(one, group.id, 1)).sort())
      },
    },
    {
      id: 'PQ1',
      says: 'has each message once, however many spread at once, and of chats and members however many',
      async check(subject) {
        const [sender, ada, bob] = await people(subject, 2)
        assert.ok(ada && bob)
        const crowd = await makeUsers(subject.storage, 1_100)
        const large = await makeGroup(subject.storage, [sender, ...crowd, ada, bob])
        const chats = [large]
        while (chats.length <= 60) chats.push(await makeGroup(subject.storage, [sender, ada]))
        for (const { id } of chats) await sendMany(subject.storage, id, sender, 2)
        await Promise.all(Array.from({ length: 4 }, () => spreadAll(subject)))
        const found = await waiting(subject)
        const expected = [keyOf(bob, large.id, 2), ...chats.map(({ id }) => keyOf(ada, id, 2))]
        assert.deepEqual(keysOf(found), expected.sort())
        await subject.queue.settle(found, new Date(), fromNow(0))
        assert.deepEqual(await waiting(subject), [])
      },
    },
    {
      id: 'PQ2',
      says: 'tells a browser of a chat once, some time after the first of several messages; later ones again',
      async check(subject) {
        const [sender, ada] = await people(subject, 1)
        assert.ok(ada)
        const { id } = await makeGroup(subject.storage, [sender, ada])
        const before = Date.now()
        await sendMany(subject.storage, id, sender, 2)
        await spreadAll(subject)
        await sendMany(subject.storage, id, sender, 2)
        await spreadAll(subject)
        assert.deepEqual(await subject.queue.claimDue(new Date(before + delay - 1), fromNow(day), 10), [])
        const push = only(await subject.queue.claimDue(fromNow(delay), fromNow(0), 10))
        assert.deepEqual([push.upTo, numbersOf(push)], [4, [4]])
        assert.ok(push.since.getTime() >= before - 1 && push.since.getTime() <= Date.now())
        await subject.queue.settle([push], new Date(), fromNow(0))
        await send(subject.storage, id, sender)
        assert.equal(only(await waiting(subject)).upTo, 5)
      },
    },
    {
      id: 'PQ2',
      says: 'nothing for who has it, wants nothing of the chat, has left it, or is signed in nowhere',
      async check(subject) {
        const [sender, ...all] = await people(subject, 7)
        const [ada, read, got, muted, archived, none, gone] = all
        assert.ok(ada && read && got && muted && archived && none && gone)
        const expired = await subscriber(subject, -1)
        const { id } = await makeGroup(subject.storage, [sender, ...all, expired])
        await send(subject.storage, id, sender)
        await subject.storage.readMarks.advance(id, read.id, 1)
        await subject.storage.readMarks.deliver(got.id, [{ chatId: id, number: 1 }])
        await subject.storage.preferences.change(id, muted.id, { muted: true })
        await subject.storage.preferences.change(id, archived.id, { archived: true })
        await subject.storage.preferences.change(id, none.id, { notify: 'none' })
        await leave(subject.storage, id, gone)
        assert.deepEqual(keysOf(await waiting(subject)), [keyOf(ada, id, 1)])
      },
    },
    {
      id: 'PQ3',
      says: 'gives each to one caller, the longest due first, and again once its time has come',
      async check(subject) {
        const [sender, ada] = await people(subject, 1)
        assert.ok(ada)
        const chats: ChatId[] = []
        for (let number = 0; number < 6; number += 1) {
          const { id } = await makeGroup(subject.storage, [sender, ada])
          await send(subject.storage, id, sender)
          await spreadAll(subject)
          chats.push(id)
        }
        const due = fromNow(delay)
        const claims = [await subject.queue.claimDue(due, fromNow(day), 2)]
        assert.deepEqual(
          claims[0]?.map(({ chat }) => chat.id),
          chats.slice(0, 2),
        )
        claims.push(...(await Promise.all(Array.from({ length: 4 }, () => subject.queue.claimDue(due, fromNow(day), 3)))))
        assert.deepEqual(
          claims
            .flat()
            .map(({ chat }) => chat.id)
            .sort(),
          [...chats].sort(),
        )
        assert.deepEqual(await subject.queue.claimDue(fromNow(day - 60_000), fromNow(day), 10), [])
        assert.equal((await subject.queue.claimDue(fromNow(day + 1), fromNow(day), 10)).length, 6)
      },
    },
    {
      id: 'PQ4',
      says: 'comes with the chat, the browser, and how its user stands and what they set up, as it is then',
      async check(subject) {
        const [sender, ada] = await people(subject, 1)
        assert.ok(ada)
        const [group, pair] = [
          await makeGroup(subject.storage, [sender, ada], { title: 'Chess' }),
          await makePrivate(subject.storage, sender, ada),
        ]
        await send(subject.storage, group.id, sender, { text: 'x'.repeat(4_000) })
        await send(subject.storage, pair, sender, { text: 'Hello' })
        await spreadAll(subject)
        await subject.preferences.change(ada.id, { level: 'mentions', showPreview: false })
        await subject.storage.preferences.change(group.id, ada.id, { muted: true, archived: true, notify: 'mentions' })
        const found = await waiting(subject)
        const of = (chatId: ChatId) => found.find(({ chat }) => chat.id === chatId) ?? assert.fail()
        const { endpoint, keys, id } = ada.subscription
        assert.deepEqual([of(group.id).chat.title, of(pair).chat.title], ['Chess', null])
        assert.deepEqual([of(pair).subscriptionId, of(pair).receiver], [id, { endpoint, keys }])
        const marks = { firstNumber: 1, readNumber: 0, deliveredNumber: 0 }
        const listener = { userId: ada.id, level: 'mentions', showPreview: false, ...marks }
        assert.deepEqual(of(pair).listener, { ...listener, muted: false, archived: false, notify: 'all' })
        assert.deepEqual(of(group.id).listener, { ...listener, muted: true, archived: true, notify: 'mentions' })
        assert.deepEqual(of(pair).heard, [{ number: 1, sender: sender.displayName, text: 'Hello', calls: false }])
        assert.ok((of(group.id).heard[0]?.text?.length ?? 0) >= 200)
        await subject.storage.readMarks.advance(pair, ada.id, 1)
        assert.equal((await waiting(subject)).find(({ chat }) => chat.id === pair)?.listener?.readNumber, 1)
      },
    },
    {
      id: 'PQ4',
      says: 'tells the newest, and the newest that calls them by name or with everybody; nothing from before it was queued',
      async check(subject) {
        const [sender, ada, bob] = await people(subject, 2)
        assert.ok(ada && bob)
        const { id } = await makeGroup(subject.storage, [sender, ada, bob])
        await send(subject.storage, id, sender, { text: `@${ada.handle}` })
        await empty(subject)
        for (const text of ['plain', `@${ada.handle} two`, `@${ada.handle} three`, '@all', 'plain', 'plain'])
          await send(subject.storage, id, sender, { text })
        await send(subject.storage, id, bob)
        const found = await waiting(subject)
        const [adas] = found.filter(({ subscriptionId }) => subscriptionId === ada.subscription.id)
        assert.deepEqual(numbersOf(adas), [4, 5, 8])
        assert.deepEqual(
          adas?.heard
            .filter(({ calls }) => calls)
            .map(({ number }) => number)
            .sort(),
          [4, 5],
        )
      },
    },
    {
      id: 'PQ4',
      says: 'leaves out what was deleted, and what is by somebody they have blocked: not by somebody who has blocked them',
      async check(subject) {
        const [sender, ada] = await people(subject, 1)
        assert.ok(ada)
        const [blocked, blocker] = await makeUsers(subject.storage, 2)
        assert.ok(blocked && blocker)
        const { id } = await makeGroup(subject.storage, [sender, ada, blocked, blocker])
        await subject.storage.blocks.block(ada.id, blocked.id, new Date())
        await subject.storage.blocks.block(blocker.id, ada.id, new Date())
        await send(subject.storage, id, sender)
        await send(subject.storage, id, blocker)
        await send(subject.storage, id, blocked, { text: `@${ada.handle}` })
        const last = await send(subject.storage, id, sender, { text: `@${ada.handle}` })
        assert.deepEqual(numbersOf(only(await waiting(subject))), [4])
        await amend(subject.storage, last, { text: null, mentions: [], deletedAt: new Date() })
        assert.deepEqual(numbersOf(only(await waiting(subject))), [2])
      },
    },
    {
      id: 'PQ4',
      says: 'has nobody to be told where they have left meanwhile, or their session has run out',
      async check(subject) {
        const [sender, ada] = await people(subject, 1)
        assert.ok(ada)
        const { id } = await makeGroup(subject.storage, [sender, ada])
        await send(subject.storage, id, sender)
        assert.equal(only(await waiting(subject)).listener?.userId, ada.id)
        assert.equal(only(await subject.queue.claimDue(fromNow(3 * day), fromNow(0), 10)).listener, null)
        await leave(subject.storage, id, ada)
        assert.deepEqual([only(await waiting(subject)).listener, only(await waiting(subject)).heard], [null, []])
        await join(subject.storage, id, ada)
        assert.equal(only(await waiting(subject)).listener?.userId, ada.id)
      },
    },
    {
      id: 'PQ5',
      says: 'what was settled is not due again; what came meanwhile is, by itself',
      async check(subject) {
        const [sender, ada] = await people(subject, 1)
        assert.ok(ada)
        const { id } = await makeGroup(subject.storage, [sender, ada])
        await send(subject.storage, id, sender, { text: `@${ada.handle}` })
        await spreadAll(subject)
        const first = only(await subject.queue.claimDue(fromNow(delay), fromNow(day), 10))
        await send(subject.storage, id, sender)
        await spreadAll(subject)
        const [settledAt, restAt] = [new Date(), fromNow(60_000)]
        await subject.queue.settle([first], settledAt, restAt)
        assert.deepEqual(await subject.queue.claimDue(new Date(restAt.getTime() - 1), fromNow(day), 10), [])
        const rest = only(await subject.queue.claimDue(restAt, fromNow(day), 10))
        assert.deepEqual([rest.upTo, numbersOf(rest), rest.since], [2, [2], settledAt])
        await subject.queue.settle([rest, rest], new Date(), fromNow(0))
        assert.deepEqual(await waiting(subject), [])
        await subject.queue.settle([rest], new Date(), fromNow(0))
        await subject.queue.settle([], new Date(), fromNow(0))
      },
    },
    {
      id: 'PQ5',
      says: 'no message is lost or told twice where one settles while others come',
      async check(subject) {
        const [sender, ada] = await people(subject, 1)
        assert.ok(ada)
        const { id } = await makeGroup(subject.storage, [sender, ada])
        const told: number[] = []
        let isOver = false
        const tell = async () => {
          const due = await subject.queue.claimDue(fromNow(day), fromNow(2 * day), 10)
          told.push(...due.map(({ upTo }) => upTo))
          await subject.queue.settle(due, new Date(), fromNow(0))
        }
        const teller = (async () => {
          while (!isOver) {
            await tell()
            // The embedded database works within one turn of the event loop: nothing else would ever come.
            await setImmediate()
          }
        })()
        for (let number = 0; number < 40; number += 1) {
          await send(subject.storage, id, sender)
          await spreadAll(subject)
        }
        isOver = true
        await teller
        await tell()
        assert.equal(told.at(-1), 40)
        assert.deepEqual(told, [...new Set(told)])
        assert.deepEqual(await waiting(subject), [])
      },
    },
    {
      id: 'PQ6',
      says: 'what was postponed is due then and not before, each at its own time',
      async check(subject) {
        const [sender, ada, bob] = await people(subject, 2)
        assert.ok(ada && bob)
        const { id } = await makeGroup(subject.storage, [sender, ada, bob])
        await send(subject.storage, id, sender)
        const found = await waiting(subject)
        const until = (push: DuePush) => fromNow(push.subscriptionId === ada.subscription.id ? 60_000 : 120_000)
        await subject.queue.postpone(found.map((push) => ({ ...push, until: until(push) })))
        await subject.queue.postpone([])
        assert.deepEqual(await subject.queue.claimDue(fromNow(59_000), fromNow(day), 10), [])
        assert.deepEqual(keysOf(await subject.queue.claimDue(fromNow(61_000), fromNow(day), 10)), [keyOf(ada, id, 1)])
        assert.deepEqual(keysOf(await subject.queue.claimDue(fromNow(121_000), fromNow(day), 10)), [keyOf(bob, id, 1)])
      },
    },
    {
      id: 'PQ7',
      says: 'of a browser that is gone nothing is left, nor of one that its user took back or whose session ended',
      async check(subject) {
        const [sender, ...all] = await people(subject, 4)
        const [forgotten, taken, ended, left] = all
        assert.ok(forgotten && taken && ended && left)
        const { id } = await makeGroup(subject.storage, [sender, ...all])
        await send(subject.storage, id, sender)
        assert.equal((await waiting(subject)).length, 4)
        await subject.queue.forget([forgotten.subscription.id])
        await subject.queue.forget([])
        await subject.subscriptions.remove(taken.id, { id: taken.subscription.id })
        await subject.sessions.end(ended.subscription.sessionId, new Date())
        assert.deepEqual(keysOf(await waiting(subject)), [keyOf(left, id, 1)])
        assert.deepEqual(await subject.subscriptions.list(forgotten.id, new Date()), [])
        await send(subject.storage, id, sender)
        assert.deepEqual(keysOf(await waiting(subject)), [keyOf(left, id, 2)])
      },
    },
    {
      id: 'PQ1',
      says: 'loses nothing where browsers come and go while it spreads',
      async check(subject) {
        const [sender, ada] = await people(subject, 1)
        assert.ok(ada)
        const { id } = await makeGroup(subject.storage, [sender, ada])
        for (let number = 1; number <= 15; number += 1) {
          const passing = { userId: ada.id as UserId, id: (await another(subject, ada)).id }
          await send(subject.storage, id, sender)
          await Promise.all([spreadAll(subject), subject.subscriptions.remove(passing.userId, { id: passing.id })])
        }
        assert.deepEqual(keysOf(await waiting(subject)), [keyOf(ada, id, 15)])
      },
    },
  ],
}
