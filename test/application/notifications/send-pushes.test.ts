import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { SendPushes } from '../../../src/application/notifications/send-pushes.js'
import type { PresenceLeases } from '../../../src/application/ports/presence-leases.js'
import type { PushQueue } from '../../../src/application/ports/push-queue.js'
import type { PushOutcome, PushSender } from '../../../src/application/ports/push-sender.js'
import { Unavailable } from '../../../src/domain/errors.js'
import type { UserId } from '../../../src/domain/ids.js'
import { type DuePush, judge } from '../../../src/domain/notifications/news.js'
import type { LiveStatus } from '../../../src/domain/presence.js'
import { aListener, aPush, seconds } from '../../support/due-pushes.js'
import { ada, bob } from '../../support/people.js'

afterEach(() => td.reset())

const now = seconds(5)
const delay = 5_000

const { notification } = judge(aPush('x'), false, now) as Extract<ReturnType<typeof judge>, { do: 'tell' }>

describe('SendPushes', () => {
  const setUp = (due: readonly DuePush[], here: ReadonlyMap<UserId, LiveStatus> = new Map()) => {
    const [queue, sender, leases] = [td.object<PushQueue>(), td.object<PushSender>(), td.object<PresenceLeases>()]
    td.when(queue.claimDue(now, seconds(65), 32)).thenResolve(due)
    td.when(leases.statusesOf(td.matchers.anything())).thenResolve(here)
    const answers = (push: DuePush, outcome: PushOutcome) => td.when(sender.send(push.receiver, notification)).thenResolve(outcome)
    const sendPushes = new SendPushes(queue, sender, leases, { now: () => now }, delay)
    /** What the queue was told last. */
    const told = () => {
      const last = (call: unknown) => td.explain(call as () => void).calls.at(-1)?.args ?? []
      return { gone: last(queue.forget)[0], later: last(queue.postpone)[0], settled: last(queue.settle) }
    }
    return { queue, sender, leases, answers, sendPushes, told }
  }

  it('tells what is due, and is done with what was taken, will never be, or has nothing to be told', async () => {
    const [taken, refused, nothing, nobody] = [
      aPush('taken'),
      aPush('refused'),
      aPush('nothing', { heard: [] }),
      aPush('nobody', { listener: null }),
    ]
    const { answers, sendPushes, told, sender } = setUp([taken, refused, nothing, nobody])
    answers(taken, 'accepted')
    answers(refused, 'refused')

    expect(await sendPushes.execute()).toBe(4)
    expect(told()).toEqual({ gone: [], later: [], settled: [[taken, refused, nothing, nobody], now, seconds(10)] })
    expect(td.explain(sender.send).callCount).toBe(2)
    expect([...sendPushes.outcomes]).toEqual([
      ['accepted', 1],
      ['refused', 1],
    ])
  })

  it('a browser that is gone is forgotten, and one whose push service does not take it now waits', async () => {
    const [gone, busy, silent] = [aPush('gone'), aPush('busy'), aPush('silent', { since: seconds(-95) })]
    const { answers, sendPushes, told } = setUp([gone, busy, silent])
    answers(gone, 'gone')
    answers(busy, 'busy')
    answers(silent, 'silent')

    await sendPushes.execute()
    const later = [
      { ...busy, until: seconds(20) },
      { ...silent, until: seconds(55) },
    ]
    expect(told()).toEqual({ gone: ['gone'], later, settled: [[], now, seconds(10)] })
  })

  it('who is here is looked for once, and not told', async () => {
    const [here, away] = [aPush('here'), aPush('away', { listener: aListener({ userId: bob.id }) })]
    const { answers, sendPushes, told, leases } = setUp([here, here, away], new Map([[ada.id, 'away' as const]]))
    answers(away, 'accepted')

    await sendPushes.execute()
    expect(told()).toMatchObject({ later: [{ until: seconds(45) }, { until: seconds(45) }], settled: [[away], now, seconds(10)] })
    expect(td.explain(leases.statusesOf).calls.map(({ args }) => args)).toEqual([[[ada.id, bob.id]]])
  })

  it('without leases everybody counts as offline', async () => {
    const push = aPush('taken')
    const { answers, sendPushes, told, leases } = setUp([push])
    td.when(leases.statusesOf(td.matchers.anything())).thenReject(new Unavailable('away'))
    answers(push, 'accepted')

    await sendPushes.execute()
    expect(told().settled[0]).toEqual([push])
  })

  it('asks nobody anything where nothing is due', async () => {
    const { sendPushes, leases, queue } = setUp([])
    expect(await sendPushes.execute()).toBe(0)
    expect([leases.statusesOf, queue.settle].map((call) => td.explain(call).callCount)).toEqual([0, 0])
  })

  it('a push service that did not answer three times in a row is left alone for 15 s, and others are not', async () => {
    const silent = [1, 2, 3, 4].map((number) => aPush(`silent ${number}`.replace(' ', '')))
    const other = aPush('other', { receiver: { ...aPush('x').receiver, endpoint: 'https://other.example/a' } })
    const { answers, sendPushes, told, queue, sender } = setUp(silent.slice(0, 3))
    for (const push of silent) answers(push, 'silent')
    answers(other, 'accepted')
    await sendPushes.execute()
    expect(td.explain(sender.send).callCount).toBe(3)

    td.when(queue.claimDue(now, seconds(65), 32)).thenResolve([silent[3], other] as DuePush[])
    await sendPushes.execute()
    expect(td.explain(sender.send).callCount).toBe(4)
    expect(told()).toMatchObject({ later: [{ subscriptionId: 'silent4', until: seconds(20) }], settled: [[other], now, seconds(10)] })
  })

  it('one that answers in between is not', async () => {
    const push = aPush('a')
    const { sendPushes, sender } = setUp([push])
    td.when(sender.send(push.receiver, notification)).thenResolve('silent', 'silent', 'busy', 'silent', 'silent', 'silent', 'accepted')
    for (let times = 0; times < 7; times += 1) await sendPushes.execute()
    expect(td.explain(sender.send).callCount).toBe(6)
  })
})
