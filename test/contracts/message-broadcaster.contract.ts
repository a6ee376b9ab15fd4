import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { MessageBroadcaster, Signal, SignalReceiver, Topic } from '../../src/application/ports/message-broadcaster.js'
import type { ChatId, SessionId, UserId } from '../../src/domain/ids.js'
import type { Contract } from './contract.js'

/** Remembers what it was given; what the rules tell it to do besides is by the user or chat that a signal is about. */
export class RecordingReceiver implements SignalReceiver {
  readonly signals: Signal[] = []
  readonly reactions = new Map<string, () => Promise<void>>()
  interruptions = 0

  async receive(signal: Signal): Promise<void> {
    this.signals.push(signal)
    await this.reactions.get(aboutOf(signal))?.()
  }

  interrupted(): void {
    this.interruptions += 1
  }

  of(about: string): readonly Signal[] {
    return this.signals.filter((signal) => aboutOf(signal) === about)
  }
}

export interface BroadcasterNode {
  readonly broadcaster: MessageBroadcaster
  /** Attached to it. */
  readonly receiver: RecordingReceiver
}

/** Two nodes of one bus. Milliseconds are real ones. */
export interface BroadcasterSubject {
  readonly one: BroadcasterNode
  readonly other: BroadcasterNode
}

const aboutOf = (signal: Signal): string => ('chatId' in signal ? signal.chatId : 'userId' in signal ? signal.userId : signal.kind)

const room = () => {
  const chatId = randomUUID() as ChatId
  const topic: Topic = `room:${chatId}`
  const change = (seq: number): Signal => ({
    kind: 'room',
    chatId,
    seq,
    number: null,
    membersSeq: null,
    frame: `{"type":"test","seq":${seq}}`,
  })
  return { chatId, topic, change }
}

const user = () => {
  const userId = randomUUID() as UserId
  const topic: Topic = `user:${userId}`
  const frame = '{"type":"test","data":"שלום \\" \\\\ 👩‍👩‍👧\u2028\\n"}'
  return { userId, topic, note: { kind: 'user', userId, frame } satisfies Signal }
}

async function eventually(what: string, holds: () => boolean, milliseconds = 2_000): Promise<void> {
  const end = performance.now() + milliseconds
  while (!holds()) {
    if (performance.now() > end) assert.fail(`waited in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** A cluster keeps the order of each master alone: of so many topics every master has one, to all but certainty. */
const barriers = 64

/** What was broadcast before has arrived by now, or never will. */
async function settled({ one, other }: BroadcasterSubject): Promise<void> {
  const marks = Array.from({ length: barriers }, user)
  for (const { broadcaster } of [one, other]) await Promise.all(marks.map(({ topic }) => broadcaster.join(topic)))
  for (const { broadcaster } of [one, other]) for (const { topic, note } of marks) broadcaster.broadcast(topic, note)
  const isQuiet = ({ receiver }: BroadcasterNode) => marks.every(({ userId }) => receiver.of(userId).length === 2)
  await eventually('the bus is quiet', () => [one, other].every(isQuiet))
}

const byKind = (signals: readonly Signal[]) => [...signals].sort((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0))

const seqs = (signals: readonly Signal[]) => signals.map((signal) => (signal.kind === 'room' ? signal.seq : null))

export const messageBroadcasterContract: Contract<BroadcasterSubject> = {
  port: 'MessageBroadcaster',
  rules: [
    {
      id: 'MB1',
      says: 'hands a signal to every node that has joined, unchanged and once, to this one before it returns',
      check: async (subject) => {
        const { one, other } = subject
        const { userId, topic, note } = user()
        const order: string[] = []
        for (const [name, { broadcaster, receiver }] of Object.entries(subject)) {
          receiver.reactions.set(userId, async () => void order.push(name))
          await broadcaster.join(topic)
        }
        other.broadcaster.broadcast(topic, note)
        assert.equal(order[0], 'other')
        await settled(subject)
        order.length = 0
        for (const { receiver } of [one, other]) receiver.signals.length = 0
        one.broadcaster.broadcast(topic, note)
        assert.equal(order[0], 'one')
        assert.deepEqual(one.receiver.of(userId), [note])
        await settled(subject)
        assert.deepEqual(one.receiver.of(userId), [note])
        assert.deepEqual(other.receiver.of(userId), [note])
      },
    },
    {
      id: 'MB1',
      says: 'carries every kind of signal unchanged',
      check: async (subject) => {
        const { one, other } = subject
        const [chatId, userId] = [randomUUID() as ChatId, randomUUID() as UserId]
        const sessionIds = [randomUUID() as SessionId, randomUUID() as SessionId]
        const frame = '{"type":"test","data":{"text":"\\u0000"}}'
        const sent: readonly [Topic, Signal][] = [
          [`room:${chatId}`, { kind: 'room', chatId, seq: 2 ** 53 - 1, number: 1, membersSeq: 0, frame }],
          [`room:${chatId}`, { kind: 'room', chatId, seq: null, number: null, membersSeq: null, frame }],
          [`room:${chatId}`, { kind: 'close-room', chatId, frame }],
          [`user:${userId}`, { kind: 'user', userId, frame }],
          [`user:${userId}`, { kind: 'subscribe', userId, seats: [{ chatId, firstNumber: 3, asOf: 5 }] }],
          [`user:${userId}`, { kind: 'unsubscribe', userId, departures: [{ chatId, seq: 5 }] }],
          ['nodes', { kind: 'end-sessions', userId, sessionIds }],
        ]
        for (const { broadcaster } of [one, other]) for (const [topic] of sent) await broadcaster.join(topic)
        for (const [topic, signal] of sent) one.broadcaster.broadcast(topic, signal)
        const count = ({ receiver }: BroadcasterNode) => receiver.of(chatId).length + receiver.of(userId).length
        // Topics know nothing of each other: what is said on one may come after what was said later on another.
        await eventually('all came', () => count(one) >= sent.length && count(other) >= sent.length)
        await settled(subject)
        for (const { receiver } of [one, other])
          assert.deepEqual(byKind([...receiver.of(chatId), ...receiver.of(userId)]), byKind(sent.map(([, signal]) => signal)))
      },
    },
    {
      id: 'MB1',
      says: 'keeps the order of one node’s signals on a topic',
      check: async (subject) => {
        const { one, other } = subject
        const { chatId, topic, change } = room()
        await Promise.all([one, other].map(({ broadcaster }) => broadcaster.join(topic)))
        const sent = Array.from({ length: 1_000 }, (_, place) => place + 1)
        for (const seq of sent) one.broadcaster.broadcast(topic, change(seq))
        await settled(subject)
        assert.deepEqual(seqs(one.receiver.of(chatId)), sent)
        assert.deepEqual(seqs(other.receiver.of(chatId)), sent)
      },
    },
    {
      id: 'MB1',
      says: 'does not hand it to nodes that have not joined, this one included',
      check: async (subject) => {
        const { one, other } = subject
        const { userId, topic, note } = user()
        await other.broadcaster.join(topic)
        one.broadcaster.broadcast(topic, note)
        await settled(subject)
        assert.deepEqual(
          [one, other].map(({ receiver }) => receiver.of(userId).length),
          [0, 1],
        )
      },
    },
    {
      id: 'MB2',
      says: 'throws nothing, whatever a receiver does',
      check: async (subject) => {
        const { one, other } = subject
        const { userId, topic, note } = user()
        for (const { broadcaster, receiver } of [one, other]) {
          receiver.reactions.set(userId, async () => assert.fail('a receiver that fails'))
          await broadcaster.join(topic)
        }
        one.broadcaster.broadcast(topic, note)
        one.broadcaster.broadcast(topic, note)
        await settled(subject)
        assert.deepEqual(
          [one, other].map(({ receiver }) => receiver.of(userId).length),
          [2, 2],
        )
      },
    },
    {
      id: 'MB3',
      says: 'resolves once every joined node has taken the command',
      check: async ({ one, other }) => {
        const { userId, topic } = user()
        const taken: string[] = []
        for (const [name, { broadcaster, receiver }] of Object.entries({ one, other })) {
          receiver.reactions.set(userId, async () => {
            await new Promise((resolve) => setTimeout(resolve, 50))
            taken.push(name)
          })
          await broadcaster.join(topic)
        }
        assert.equal(await one.broadcaster.command(topic, { kind: 'unsubscribe', userId, departures: [] }), true)
        assert.deepEqual(taken.sort(), ['one', 'other'])
      },
    },
    {
      id: 'MB3',
      says: 'resolves at once where nobody has joined, or this node alone',
      check: async ({ one }) => {
        const { userId, topic } = user()
        const begun = performance.now()
        assert.equal(await one.broadcaster.command(topic, { kind: 'unsubscribe', userId, departures: [] }), true)
        await one.broadcaster.join(topic)
        assert.equal(await one.broadcaster.command(topic, { kind: 'unsubscribe', userId, departures: [] }), true)
        assert.equal(one.receiver.of(userId).length, 1)
        assert.ok(performance.now() - begun < 400)
      },
    },
    {
      id: 'MB3',
      says: 'says false after 500 ms where a node has not taken it',
      check: async ({ one, other }) => {
        for (const stuck of [one, other]) {
          const { userId, topic } = user()
          for (const { broadcaster } of [one, other]) await broadcaster.join(topic)
          stuck.receiver.reactions.set(userId, () => new Promise(() => {}))
          const begun = performance.now()
          assert.equal(await one.broadcaster.command(topic, { kind: 'unsubscribe', userId, departures: [] }), false)
          const took = performance.now() - begun
          assert.ok(took > 450 && took < 1_000, `it took ${took} ms`)
        }
      },
    },
    {
      id: 'MB4',
      says: 'lets every signal in that is broadcast after the join',
      check: async (subject) => {
        const { one, other } = subject
        const rooms = Array.from({ length: 50 }, room)
        await Promise.all(rooms.map(({ topic }) => other.broadcaster.join(topic)))
        for (const { topic, change } of rooms) one.broadcaster.broadcast(topic, change(1))
        await settled(subject)
        assert.deepEqual(
          rooms.map(({ chatId }) => seqs(other.receiver.of(chatId))),
          rooms.map(() => [1]),
        )
      },
    },
    {
      id: 'MB4',
      says: 'is joined after a join, a leave and a join that follow at once, and by joining twice no more than once',
      check: async (subject) => {
        const { one, other } = subject
        const { chatId, topic, change } = room()
        const first = other.broadcaster.join(topic)
        other.broadcaster.leave(topic)
        const second = other.broadcaster.join(topic)
        await Promise.all([first, second, other.broadcaster.join(topic)])
        one.broadcaster.broadcast(topic, change(1))
        await settled(subject)
        assert.deepEqual(seqs(other.receiver.of(chatId)), [1])
      },
    },
    {
      id: 'MB5',
      says: 'lets nothing in after the leave, and no command waits for this node',
      check: async (subject) => {
        const { one, other } = subject
        const { userId, topic, note } = user()
        for (const { broadcaster } of [one, other]) await broadcaster.join(topic)
        for (const { broadcaster } of [one, other]) broadcaster.leave(topic)
        for (const { broadcaster } of [one, other]) broadcaster.broadcast(topic, note)
        const begun = performance.now()
        assert.equal(await one.broadcaster.command(topic, { kind: 'unsubscribe', userId, departures: [] }), true)
        assert.ok(performance.now() - begun < 400)
        await settled(subject)
        assert.deepEqual(
          [one, other].map(({ receiver }) => receiver.of(userId).length),
          [0, 0],
        )
      },
    },
  ],
}
