import { Unauthenticated } from '../../domain/errors.js'
import type { PushSubscriptionId, SessionId, UserId } from '../../domain/ids.js'
import { mostSubscriptions, type PushReceiver, parseReceiver } from '../../domain/notifications/push-subscription.js'
import type { Clock } from '../ports/clock.js'
import type { IdGenerator } from '../ports/id-generator.js'
import type { AddedSubscription, PushSubscriptions } from '../ports/push-subscriptions.js'

export interface SubscribeToPushesCommand {
  readonly userId: UserId
  readonly sessionId: SessionId
  readonly receiver: PushReceiver
  readonly expiresAt: Date | null
}

/** A browser asks to be told of what its user gets while they are offline, for as long as they are signed in there. */
export class SubscribeToPushes {
  readonly #subscriptions: PushSubscriptions
  readonly #ids: IdGenerator
  readonly #clock: Clock

  constructor(subscriptions: PushSubscriptions, ids: IdGenerator, clock: Clock) {
    this.#subscriptions = subscriptions
    this.#ids = ids
    this.#clock = clock
  }

  /** @throws ValidationFailed for what is no push service or has no keys, Unauthenticated if the session has ended meanwhile. */
  async execute({ userId, sessionId, receiver, expiresAt }: SubscribeToPushesCommand): Promise<AddedSubscription> {
    const owner = { id: this.#ids.next() as PushSubscriptionId, userId, sessionId, createdAt: this.#clock.now(), expiresAt }
    const added = await this.#subscriptions.add({ ...owner, ...parseReceiver(receiver) }, mostSubscriptions)
    if (added === null) throw new Unauthenticated()
    return added
  }
}
