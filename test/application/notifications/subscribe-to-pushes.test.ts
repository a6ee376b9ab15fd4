import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { SubscribeToPushes } from '../../../src/application/notifications/subscribe-to-pushes.js'
import type { PushSubscriptions } from '../../../src/application/ports/push-subscriptions.js'
import { Unauthenticated, ValidationFailed } from '../../../src/domain/errors.js'
import type { PushSubscriptionId } from '../../../src/domain/ids.js'
import { sessionId } from '../../support/accounts.js'
import { ada, at, later } from '../../support/people.js'
import { PushBrowser } from '../../support/push-browser.js'

afterEach(() => td.reset())

const id = '50000000-0000-7000-8000-000000000001' as PushSubscriptionId
const { endpoint, keys } = new PushBrowser().subscription
const command = { userId: ada.id, sessionId, receiver: { endpoint, keys }, expiresAt: later }
const subscription = { id, userId: ada.id, sessionId, endpoint, keys, createdAt: at, expiresAt: later }

describe('SubscribeToPushes', () => {
  const setUp = () => {
    const subscriptions = td.object<PushSubscriptions>()
    return { subscriptions, subscribe: new SubscribeToPushes(subscriptions, { next: () => id }, { now: () => at }) }
  }

  it('keeps the browser for the session that asks, with room for 20', async () => {
    const { subscriptions, subscribe } = setUp()
    const added = { subscription, isNew: true }
    td.when(subscriptions.add(subscription, 20)).thenResolve(added)
    expect(await subscribe.execute(command)).toBe(added)
  })

  it('a session that has ended meanwhile is none', async () => {
    const { subscriptions, subscribe } = setUp()
    td.when(subscriptions.add(subscription, 20)).thenResolve(null)
    await expect(subscribe.execute(command)).rejects.toThrow(Unauthenticated)
  })

  it('what is no push service is not kept', async () => {
    const { subscriptions, subscribe } = setUp()
    const receiver = { endpoint: 'https://127.0.0.1/', keys }
    await expect(subscribe.execute({ ...command, receiver })).rejects.toThrow(ValidationFailed)
    expect(td.explain(subscriptions.add).callCount).toBe(0)
  })
})
