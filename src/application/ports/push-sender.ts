import type { PushNotification } from '../../domain/notifications/news.js'
import type { PushReceiver } from '../../domain/notifications/push-subscription.js'

/**
 * What became of it. `accepted`: the push service delivers it, now or when the browser is there. `gone`: the browser is not subscribed any more.
 * `refused`: it will not be taken, however often it is tried. `busy`: not now. `silent`: nobody answered.
 */
export type PushOutcome = 'accepted' | 'gone' | 'refused' | 'busy' | 'silent'

/** Hands over what browsers are told to their push services, which may be anybody's. */
export interface PushSender {
  /**
   * [PS1] Only the receiver can read it: the push service sees neither whom nor what it is about. A later one of the same chat takes the place of
   * one that is still waiting there. [PS2] Answers what became of it; never throws. [PS3] Connects to no address that is not for everybody to
   * reach, whatever name leads there, and follows nobody elsewhere. [PS4] Ends within 6 s.
   */
  send(receiver: PushReceiver, notification: PushNotification): Promise<PushOutcome>
}
