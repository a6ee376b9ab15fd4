import type { PushSubscriptionId } from '../../domain/ids.js'
import type { DuePush } from '../../domain/notifications/news.js'

/**
 * What people may have to be told of while they are offline. It fills itself: [PQ1] every message is in it as soon as it is committed, if
 * anybody was subscribed then, whatever becomes of the node that stored it.
 */
export interface PushQueue {
  /**
   * Finds out who may want to hear of what was said: a bounded piece of that, whole or not at all; answers `false` once nothing is left. [PQ2] Each
   * browser of a member is told of a chat once, `delay` milliseconds after the first message; what comes until then is told with it.
   */
  spread(now: Date, delay: number): Promise<boolean>
  /**
   * [PQ3] Up to `limit` that are due at `now`, the longest due first, each to one caller only until `retryAt`. [PQ4] Each with how its listener
   * stands now, and what was heard: not what was deleted, is their own, or by somebody they have blocked.
   */
  claimDue(now: Date, retryAt: Date, limit: number): Promise<readonly DuePush[]>
  /** [PQ5] Nothing is left of these; what was said beyond `upTo` meanwhile is due at `restAt`. */
  settle(pushes: readonly PushKey[], now: Date, restAt: Date): Promise<void>
  /** [PQ6] Each is due again then, and not before. */
  postpone(pushes: readonly (PushKey & { readonly until: Date })[]): Promise<void>
  /** [PQ7] These browsers are gone, and all that was for them. */
  forget(subscriptionIds: readonly PushSubscriptionId[]): Promise<void>
}

export type PushKey = Pick<DuePush, 'subscriptionId' | 'chat' | 'upTo'>
