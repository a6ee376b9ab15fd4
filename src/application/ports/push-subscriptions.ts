import type { PushSubscriptionId, UserId } from '../../domain/ids.js'
import type { PushSubscription } from '../../domain/notifications/push-subscription.js'

export interface AddedSubscription {
  readonly subscription: PushSubscription
  /** `false`: the endpoint was known. */
  readonly isNew: boolean
}

/** Browsers that want to be told while their users are offline. [PU6] Each is gone with its session, whatever ends that. */
export interface PushSubscriptions {
  /**
   * [PU1] Durable when it resolves; `null` if the session has ended. [PU2] An endpoint that is known is the new session's from now on, with the
   * new keys, and keeps its id. [PU3] Beyond `most` of the user's the oldest are dropped.
   */
  add(subscription: PushSubscription, most: number): Promise<AddedSubscription | null>
  /** [PU4] The user's own, the newest first, of sessions that are alive at `now`. */
  list(userId: UserId, now: Date): Promise<readonly PushSubscription[]>
  /** [PU5] By its id or its endpoint; `false` if the user has no such one. */
  remove(userId: UserId, which: { readonly id: PushSubscriptionId } | { readonly endpoint: string }): Promise<boolean>
}
