import assert from 'node:assert/strict'
import type { AccountRepository } from '../../src/application/ports/account-repository.js'
import type { PushSubscriptions } from '../../src/application/ports/push-subscriptions.js'
import type { SessionDirectory } from '../../src/application/ports/session-directory.js'
import type { SessionRepository } from '../../src/application/ports/session-repository.js'
import type { PushSubscriptionId } from '../../src/domain/ids.js'
import type { PushSubscription } from '../../src/domain/notifications/push-subscription.js'
import { idleLifetime } from '../../src/domain/session.js'
import { aVerifiedUser } from './account-repository.contract.js'
import type { Contract } from './contract.js'
import { aSession, minutes } from './session-repository.contract.js'
import { unknownId } from './world.js'

export interface PushSubscriptionsSubject {
  readonly accounts: AccountRepository
  readonly sessions: SessionRepository & SessionDirectory
  readonly subscriptions: PushSubscriptions
}

export const aSubscription = (
  owner: Pick<PushSubscription, 'userId' | 'sessionId'>,
  changes: Partial<PushSubscription> = {},
): PushSubscription => ({
  id: unknownId<PushSubscriptionId>(),
  ...owner,
  endpoint: `https://push.example/${unknownId()}`,
  keys: { p256dh: `p${unknownId()}`, auth: `a${unknownId()}` },
  createdAt: minutes(0),
  expiresAt: null,
  ...changes,
})

/** Somebody who is signed in. */
async function somebody({ accounts, sessions }: PushSubscriptionsSubject) {
  const { id: userId } = await aVerifiedUser(accounts)
  const session = aSession(userId)
  await sessions.open(session)
  return { userId, sessionId: session.id }
}

const idsOf = (subscriptions: readonly PushSubscription[]) => subscriptions.map(({ id }) => id)

export const pushSubscriptionsContract: Contract<PushSubscriptionsSubject> = {
  port: 'PushSubscriptions',
  rules: [
    {
      id: 'PU1',
      says: 'keeps a subscription as it is, for a session of the user that has not ended',
      async check(subject) {
        const { sessions, subscriptions } = subject
        const [owner, other] = [await somebody(subject), await somebody(subject)]
        const subscription = aSubscription(owner, { expiresAt: minutes(60) })
        assert.deepEqual(await subscriptions.add(subscription, 5), { subscription, isNew: true })
        assert.deepEqual(await subscriptions.list(owner.userId, minutes(1)), [subscription])
        await sessions.end(other.sessionId, minutes(1))
        for (const sessionId of [other.sessionId, unknownId<typeof other.sessionId>()])
          assert.equal(await subscriptions.add(aSubscription({ ...other, sessionId }), 5), null)
        assert.equal(await subscriptions.add(aSubscription({ ...other, sessionId: owner.sessionId }), 1), null)
        assert.deepEqual(await subscriptions.list(owner.userId, minutes(1)), [subscription])
      },
    },
    {
      id: 'PU2',
      says: 'an endpoint that comes again is kept once, for the session and with the keys it came with last',
      async check(subject) {
        const { subscriptions } = subject
        const [owner, other] = [await somebody(subject), await somebody(subject)]
        const first = aSubscription(owner)
        await subscriptions.add(first, 5)
        const { endpoint, id, createdAt } = first
        const second = aSubscription(owner, { endpoint, createdAt: minutes(5), expiresAt: minutes(60) })
        const kept = { ...second, id, createdAt }
        assert.deepEqual(await subscriptions.add(second, 5), { subscription: kept, isNew: false })
        assert.deepEqual(await subscriptions.list(owner.userId, minutes(6)), [kept])
        const taken = { ...aSubscription(other, { endpoint, createdAt: minutes(7) }), id }
        assert.deepEqual(await subscriptions.add({ ...taken, id: unknownId() }, 5), { subscription: taken, isNew: false })
        assert.deepEqual(await subscriptions.list(owner.userId, minutes(8)), [])
        assert.deepEqual(await subscriptions.list(other.userId, minutes(8)), [taken])
      },
    },
    {
      id: 'PU3',
      says: 'one too many takes the place of the oldest; of others none is dropped, nor for an endpoint that was known',
      async check(subject) {
        const { subscriptions } = subject
        const [owner, other] = [await somebody(subject), await somebody(subject)]
        const foreign = aSubscription(other)
        await subscriptions.add(foreign, 3)
        const own = [0, 1, 2, 3].map((minute) => aSubscription(owner, { createdAt: minutes(minute) }))
        for (const subscription of own) await subscriptions.add(subscription, 3)
        assert.deepEqual(idsOf(await subscriptions.list(owner.userId, minutes(5))), idsOf(own.slice(1)).reverse())
        await subscriptions.add(own[1] ?? assert.fail(), 3)
        assert.deepEqual(idsOf(await subscriptions.list(owner.userId, minutes(5))), idsOf(own.slice(1)).reverse())
        assert.deepEqual(await subscriptions.list(other.userId, minutes(5)), [foreign])
      },
    },
    {
      id: 'PU4',
      says: 'of a session that has run out nothing is listed',
      async check(subject) {
        const { sessions, subscriptions } = subject
        const { id: userId } = await aVerifiedUser(subject.accounts)
        const [long, short] = [
          aSession(userId, { expiresAt: new Date(minutes(0).getTime() + 2 * idleLifetime) }),
          aSession(userId, { expiresAt: minutes(10) }),
        ]
        for (const session of [long, short]) await sessions.open(session)
        const [lasting, passing] = [long, short].map(({ id }) => aSubscription({ userId, sessionId: id }))
        assert.ok(lasting && passing)
        for (const subscription of [lasting, passing]) await subscriptions.add(subscription, 5)
        assert.deepEqual(new Set(idsOf(await subscriptions.list(userId, minutes(9)))), new Set([lasting.id, passing.id]))
        assert.deepEqual(await subscriptions.list(userId, minutes(11)), [lasting])
        assert.deepEqual(await subscriptions.list(userId, new Date(long.lastUsedAt.getTime() + idleLifetime + 1)), [])
      },
    },
    {
      id: 'PU5',
      says: 'the user may take back their own, by id or endpoint, once, and nobody else’s',
      async check(subject) {
        const { subscriptions } = subject
        const [owner, other] = [await somebody(subject), await somebody(subject)]
        const [one, two] = [aSubscription(owner), aSubscription(owner)]
        for (const subscription of [one, two]) await subscriptions.add(subscription, 5)
        for (const which of [{ id: one.id }, { endpoint: one.endpoint }])
          assert.equal(await subscriptions.remove(other.userId, which), false)
        assert.equal(await subscriptions.remove(owner.userId, { id: one.id }), true)
        assert.equal(await subscriptions.remove(owner.userId, { id: one.id }), false)
        assert.deepEqual(await subscriptions.list(owner.userId, minutes(1)), [two])
        assert.equal(await subscriptions.remove(owner.userId, { endpoint: two.endpoint }), true)
        assert.deepEqual(await subscriptions.list(owner.userId, minutes(1)), [])
      },
    },
    {
      id: 'PU6',
      says: 'nothing is left of a subscription once its session has ended, alone or with all of them',
      async check(subject) {
        const { sessions, subscriptions } = subject
        const [ada, bob] = [await somebody(subject), await somebody(subject)]
        const another = aSession(ada.userId)
        await sessions.open(another)
        const kept = aSubscription({ ...ada, sessionId: another.id })
        const gone = [aSubscription(ada), aSubscription(bob)]
        for (const subscription of [kept, ...gone]) await subscriptions.add(subscription, 5)
        await sessions.end(ada.sessionId, minutes(1))
        await sessions.endAll(bob.userId, minutes(1))
        assert.deepEqual(await subscriptions.list(ada.userId, minutes(2)), [kept])
        for (const { id, userId } of gone) assert.equal(await subscriptions.remove(userId, { id }), false)
      },
    },
    {
      id: 'PU6',
      says: 'whichever of the two is first, the end of a session or a subscription for it',
      async check(subject) {
        const { sessions, subscriptions } = subject
        for (let attempt = 0; attempt < 10; attempt += 1) {
          const owner = await somebody(subject)
          const subscription = aSubscription(owner)
          await Promise.all([subscriptions.add(subscription, 5), sessions.end(owner.sessionId, minutes(1))])
          assert.equal(await subscriptions.remove(owner.userId, { id: subscription.id }), false)
        }
      },
    },
  ],
}
