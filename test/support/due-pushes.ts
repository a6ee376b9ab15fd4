import type { DuePush, Heard, Listener } from '../../src/domain/notifications/news.js'
import { ada, at, groupId } from './people.js'

/** Somebody in a group with nothing turned off, who has read up to the fourth message. */
export const aListener = (changes: Partial<Listener> = {}): Listener => ({
  userId: ada.id,
  level: 'all',
  showPreview: true,
  muted: false,
  archived: false,
  notify: 'all',
  firstNumber: 1,
  readNumber: 4,
  deliveredNumber: 4,
  ...changes,
})

export const heard = (number: number, changes: Partial<Heard> = {}): Heard => ({
  number,
  sender: 'Bob',
  text: `Text ${number}`,
  calls: false,
  ...changes,
})

/** For the browser of that name: the sixth message. */
export const aPush = (name = 'a', changes: Partial<DuePush> = {}): DuePush => ({
  subscriptionId: name as DuePush['subscriptionId'],
  receiver: { endpoint: `https://push.example/${name}`, keys: { p256dh: 'p', auth: 'a' } },
  chat: { id: groupId, title: 'Chess' },
  upTo: 6,
  since: at,
  listener: aListener(),
  heard: [heard(6)],
  ...changes,
})

/** So long after the message. */
export const seconds = (count: number): Date => new Date(at.getTime() + count * 1_000)
