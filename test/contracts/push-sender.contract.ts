import assert from 'node:assert/strict'
import type { PushOutcome, PushSender } from '../../src/application/ports/push-sender.js'
import type { PushNotification } from '../../src/domain/notifications/news.js'
import type { PushReceiver } from '../../src/domain/notifications/push-subscription.js'
import type { Contract } from './contract.js'
import { unknownId } from './world.js'

/** What a push service knows of something it took. */
export interface TakenPush {
  /** Readable by nobody but the browser. */
  readonly body: Uint8Array
  /** What it may replace, if it is waiting. */
  readonly topic: string
}

export interface PushSenderSubject {
  readonly sender: PushSender
  /** A browser whose push service answers so. */
  browser(answer: PushOutcome): { readonly receiver: PushReceiver; read(body: Uint8Array): string }
  /** What came for the browser. */
  takenFor(receiver: PushReceiver): readonly TakenPush[]
  /** Of what is not for everybody to reach, and how often anybody has come there. */
  readonly hidden: readonly PushReceiver[]
  visits(): number
  /** Whose push service takes everything, and never answers. */
  readonly hanging: PushReceiver
}

const aNotification = (changes: Partial<PushNotification> = {}): PushNotification => ({
  chatId: unknownId(),
  number: 7,
  title: 'Chess 🐧',
  sender: 'Ada',
  text: 'Your move',
  isUrgent: false,
  ...changes,
})

export const pushSenderContract: Contract<PushSenderSubject> = {
  port: 'PushSender',
  rules: [
    {
      id: 'PS1',
      says: 'the browser reads what it is told, and the push service nothing of it',
      async check({ sender, browser, takenFor }) {
        const { receiver, read } = browser('accepted')
        for (const notification of [
          aNotification(),
          aNotification({ text: null, isUrgent: true }),
          aNotification({ text: '🐧'.repeat(160) }),
        ]) {
          assert.equal(await sender.send(receiver, notification), 'accepted')
          const { body, topic } = takenFor(receiver).at(-1) ?? assert.fail()
          const { isUrgent: _, ...told } = notification
          assert.deepEqual(JSON.parse(read(body)), told)
          for (const secret of [notification.chatId, 'Chess', 'Your move'])
            assert.ok(!Buffer.from(body).includes(secret) && !topic.includes(secret))
        }
      },
    },
    {
      id: 'PS1',
      says: 'a later one of the same chat replaces an earlier one for the same browser, and nothing else',
      async check({ sender, browser, takenFor }) {
        const [one, other] = [browser('accepted'), browser('accepted')]
        const first = aNotification()
        for (const notification of [first, { ...first, number: 8 }, aNotification()]) await sender.send(one.receiver, notification)
        await sender.send(other.receiver, first)
        const topics = [one, other].flatMap(({ receiver }) => takenFor(receiver).map(({ topic }) => topic))
        assert.deepEqual(
          topics.map((topic) => topics.indexOf(topic)),
          [0, 0, 2, 3],
        )
      },
    },
    {
      id: 'PS2',
      says: 'answers what became of it',
      async check({ sender, browser }) {
        for (const outcome of ['accepted', 'gone', 'refused', 'busy', 'silent'] as const)
          assert.equal(await sender.send(browser(outcome).receiver, aNotification()), outcome)
      },
    },
    {
      id: 'PS3',
      says: 'connects to nothing that is not for everybody',
      async check({ sender, hidden, visits }) {
        for (const receiver of hidden) assert.notEqual(await sender.send(receiver, aNotification()), 'accepted')
        assert.equal(visits(), 0)
      },
    },
    {
      id: 'PS4',
      says: 'ends, whatever does not',
      async check({ sender, hanging }) {
        const began = performance.now()
        assert.equal(await sender.send(hanging, aNotification()), 'silent')
        assert.ok(performance.now() - began < 7_000)
      },
    },
  ],
}
