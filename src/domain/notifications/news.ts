import type { ChatId, PushSubscriptionId, UserId } from '../ids.js'
import type { Me, NotifyLevel } from '../member.js'
import type { NotificationSettings } from './notification-settings.js'
import type { PushReceiver } from './push-subscription.js'

/** Somebody in a chat, as far as it matters for what they are told of. */
export interface Listener
  extends NotificationSettings,
    Pick<Me, 'muted' | 'archived' | 'notify' | 'firstNumber' | 'readNumber' | 'deliveredNumber'> {
  readonly userId: UserId
}

/** What somebody else wrote, as the listener would be told of it. */
export interface Heard {
  readonly number: number
  readonly sender: string
  readonly text: string | null
  /** Whether it calls the listener, or everybody. */
  readonly calls: boolean
}

/** What one browser may have to be told of a chat. */
export interface DuePush {
  readonly subscriptionId: PushSubscriptionId
  readonly receiver: PushReceiver
  /** Without a title for a private one. */
  readonly chat: { readonly id: ChatId; readonly title: string | null }
  /** The last of the numbers that this is about. */
  readonly upTo: number
  /** When the first of them came. */
  readonly since: Date
  /** `null` for who is not in the chat any more, or not signed in at that browser. */
  readonly listener: Listener | null
  /** The newest, and the newest that calls the listener. */
  readonly heard: readonly Heard[]
}

/** What a browser is told. */
export interface PushNotification {
  readonly chatId: ChatId
  readonly number: number
  /** The group's, or who writes. */
  readonly title: string
  readonly sender: string
  /** The beginning of it; `null` where there are no words, or none are to be shown. */
  readonly text: string | null
  /** For them alone: worth waking a sleeping device. */
  readonly isUrgent: boolean
}

export type Verdict =
  | { readonly do: 'tell'; readonly notification: PushNotification }
  | { readonly do: 'wait'; readonly until: Date }
  /** There is nothing (any more) to be told. */
  | { readonly do: 'leave' }

/** Milliseconds in which it shows whether a socket that is said to be open still leads anywhere: longer than a dead one is taken for one. */
const socketPatience = 45_000
/** What is older is no news. */
export const newsLifetime = 24 * 60 * 60_000

/** `isHere`: the listener has a socket, on some node. What reached no device of theirs in a while, though they are here, their client does not say. */
export function judge({ listener, heard, chat, since }: DuePush, isHere: boolean, now: Date): Verdict {
  const age = now.getTime() - since.getTime()
  const news = listener === null ? null : newsOf(listener, heard)
  if (listener === null || news === null || age >= newsLifetime || (isHere && age >= socketPatience)) return { do: 'leave' }
  if (isHere) return { do: 'wait', until: new Date(since.getTime() + socketPatience) }
  const { number, sender, text, calls } = news
  const shown = listener.showPreview && text !== null ? previewOf(text) : null
  const notification = { chatId: chat.id, number, title: chat.title ?? sender, sender, text: shown, isUrgent: calls || chat.title === null }
  return { do: 'tell', notification }
}

/** The newest of it that the listener wants to hear of, and has on no device yet. */
export function newsOf(listener: Listener, heard: readonly Heard[]): Heard | null {
  const { muted, archived, firstNumber, readNumber, deliveredNumber } = listener
  const level = narrower(listener.level, listener.notify)
  if (muted || archived || level === 'none') return null
  const reached = Math.max(firstNumber - 1, readNumber, deliveredNumber)
  const wanted = heard.filter(({ number, calls }) => number > reached && (calls || level === 'all'))
  return wanted.reduce<Heard | null>((newest, one) => (newest === null || one.number > newest.number ? one : newest), null)
}

/** A chat's level is `all` for who never set it: so it can only narrow what somebody wants in all chats. */
const narrower = (one: NotifyLevel, other: NotifyLevel): NotifyLevel =>
  one === 'none' || other === 'none' ? 'none' : one === 'mentions' || other === 'mentions' ? 'mentions' : 'all'

const mostShown = 160

/** One line of it. */
export function previewOf(text: string): string {
  const characters = [...text.replace(/\s+/gu, ' ').trim()]
  return characters.length <= mostShown ? characters.join('') : `${characters.slice(0, mostShown - 1).join('')}…`
}

const [firstPause, longestPause] = [15_000, 60 * 60_000]

/** When to try again what a push service did not take: after as long again as half of what it has waited already. */
export const nextAttempt = (since: Date, now: Date): Date =>
  new Date(now.getTime() + Math.min(Math.max((now.getTime() - since.getTime()) / 2, firstPause), longestPause))
