import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { check } from './check.js'
import type { DeviceHistory, History, RawFrame, ShownMessage } from './history.js'
import { simulate } from './simulation/simulate.js'

/** A run without a fault in it, and what it would have looked like with one: each rule of the checker must be able to say so. */
describe('the checker', () => {
  let history: History

  beforeAll(async () => {
    history = (await simulate(7)).history
  })

  /** The device and the chat that show most. */
  const most = (): { readonly device: DeviceHistory; readonly chatId: string; readonly shown: readonly ShownMessage[] } => {
    const all = history.devices.flatMap((device) => [...(device.shown ?? [])].map(([chatId, shown]) => ({ device, chatId, shown })))
    const [first] = all.sort((one, other) => other.shown.length - one.shown.length)
    if (!first || first.shown.length < 2) throw new Error('The run has too few messages.')
    return first
  }
  const withDevice = (device: DeviceHistory, change: Partial<DeviceHistory>): History => ({
    ...history,
    devices: history.devices.map((each) => (each === device ? { ...each, ...change } : each)),
  })
  const showing = (change: (shown: readonly ShownMessage[]) => readonly ShownMessage[]): History => {
    const { device, chatId, shown } = most()
    return withDevice(device, { shown: new Map(device.shown).set(chatId, change(shown)) })
  }
  const hearing = (change: (frames: readonly RawFrame[]) => readonly RawFrame[]): History => {
    const { device } = most()
    return withDevice(device, { frames: change([...device.frames]) })
  }
  const created = ({ type, number }: RawFrame) => type === 'message.created' && number !== null
  const acknowledged = () => {
    const found = history.attempts.find(
      (attempt) => attempt.acknowledged && history.messages.some(({ clientId }) => clientId === attempt.clientId),
    )
    if (!found) throw new Error('Nothing was acknowledged.')
    return found
  }

  const faults: readonly (readonly [rule: string, fault: string, of: () => History])[] = [
    [
      'I1',
      'an acknowledged message is not there',
      () => ({ ...history, messages: history.messages.filter(({ clientId }) => clientId !== acknowledged().clientId) }),
    ],
    [
      'I2',
      'a message is there twice',
      () => ({
        ...history,
        messages: history.messages.flatMap((each) => (each.clientId === acknowledged().clientId ? [each, each] : [each])),
      }),
    ],
    [
      'I3',
      'a message is there that nobody sent',
      () => ({ ...history, attempts: history.attempts.filter((each) => each !== acknowledged()) }),
    ],
    [
      'I3',
      'a message is there otherwise than it was sent',
      () => ({ ...history, messages: history.messages.map((each) => ({ ...each, text: `${each.text} and more` })) }),
    ],
    [
      'I4',
      'numbers have a hole',
      () => ({ ...history, messages: history.messages.map((each) => ({ ...each, number: each.number + (each.number > 1 ? 1 : 0) })) }),
    ],
    ['I4', 'two changes have one place', () => ({ ...history, messages: history.messages.map((each) => ({ ...each, seq: 2 })) })],
    ['I5', 'a screen lacks a message', () => showing((shown) => shown.slice(1))],
    ['I5', 'a screen shows a message otherwise than it is', () => showing((shown) => shown.map((each) => ({ ...each, text: 'other' })))],
    ['I6', 'a screen shows a message twice', () => showing((shown) => shown.flatMap((each) => [each, each]))],
    ['I7', 'a screen shows a later message first', () => showing((shown) => shown.toReversed())],
    [
      'I7',
      'a message comes before the one whose answer its sender waited for',
      () => {
        const numberOf = (clientId: string | null) => history.messages.find((each) => each.clientId === clientId)?.number
        const waited = history.attempts.find(({ after, clientId }) => numberOf(after) !== undefined && numberOf(clientId) !== undefined)
        if (!waited) throw new Error('Nobody waited.')
        const swapped = (clientId: string) =>
          clientId === waited.clientId ? waited.after : clientId === waited.after ? waited.clientId : clientId
        return { ...history, messages: history.messages.map((each) => ({ ...each, number: numberOf(swapped(each.clientId)) ?? 0 })) }
      },
    ],
    ['I8', 'a frame comes to somebody who never was there', () => ({ ...history, places: [] })],
    [
      'I8',
      'a mark comes to somebody who had left before the message that it is at was sent',
      () => {
        const { device } = most()
        const frame = [...device.frames].find(created)
        const message = history.messages.find(({ chatId, number }) => chatId === frame?.chatId && number === frame?.number)
        if (!frame || !message) throw new Error('Nobody was told of a message.')
        const left = { chatId: message.chatId, userId: device.userId, seq: message.createdSeq - 1, isActive: false }
        const places = [...history.places, { ...left, firstNumber: 1, at: frame.at }]
        return { ...withDevice(device, { frames: [{ ...frame, type: 'read', seq: null }] }), places }
      },
    ],
    [
      'I9',
      'a mark is above the head',
      () => ({ ...history, readNumbers: [...history.readNumbers, { ...most(), userId: 'ada', number: 1_000 }] }),
    ],
    [
      'I10',
      'a frame comes to a session that has long ended',
      () => ({ ...history, endings: history.devices.map(({ sessionId }) => ({ sessionId, at: -1_000_000, within: 1_000 })) }),
    ],
    [
      'LI2',
      'an earlier change comes later',
      () => hearing((frames) => [...frames, ...frames.filter(created).slice(0, 1)].map(onOneSocket)),
    ],
    [
      'LI3',
      'a change is left out and nothing is said of it',
      () =>
        hearing((frames) =>
          frames
            .filter(created)
            .filter((_, place) => place % 3 !== 1)
            .map(onOneSocket),
        ),
    ],
  ]

  it('has nothing to say of the run itself', () => expect(check(history)).toEqual([]))

  it.each(faults)('says %s where %s', (rule, _, of) => {
    expect(new Set(check(of()).map((violation) => violation.rule))).toContain(rule)
  })

  it('has no rule that is not among these', async () => {
    const rules = [...(await readFile('test/prove/check.ts', 'utf8')).matchAll(/rule: '(\w+)'/g)].map(([, rule]) => rule)
    expect(new Set(faults.map(([rule]) => rule))).toEqual(new Set(rules))
  })
})

/** As if it had never been away. */
const onOneSocket = (frame: RawFrame, place: number): RawFrame => ({ ...frame, socket: 1, at: place * 1_000 })
