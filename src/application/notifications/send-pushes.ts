import type { UserId } from '../../domain/ids.js'
import { type DuePush, judge, nextAttempt } from '../../domain/notifications/news.js'
import type { Clock } from '../ports/clock.js'
import type { PresenceLeases } from '../ports/presence-leases.js'
import type { PushQueue } from '../ports/push-queue.js'
import type { PushOutcome, PushSender } from '../ports/push-sender.js'
import { SilentHosts } from './silent-hosts.js'

/** At once: one more is asked for when the slowest of them is done. */
export const pushesAtOnce = 32
/** Milliseconds: longer than they can take. Until then nobody else tries them. */
const lease = 60_000

type Fate = 'settled' | 'gone' | Date

/** Tells browsers what is due, if there is still something to be told. */
export class SendPushes {
  readonly #queue: PushQueue
  readonly #sender: PushSender
  readonly #leases: Pick<PresenceLeases, 'statusesOf'>
  readonly #clock: Clock
  readonly #delay: number
  readonly #hosts = new SilentHosts()
  /** How often each came of it. */
  readonly outcomes = new Map<PushOutcome, number>()

  constructor(queue: PushQueue, sender: PushSender, leases: Pick<PresenceLeases, 'statusesOf'>, clock: Clock, delay: number) {
    this.#queue = queue
    this.#sender = sender
    this.#leases = leases
    this.#clock = clock
    this.#delay = delay
  }

  /** Answers how many were due, `pushesAtOnce` at most. */
  async execute(): Promise<number> {
    const now = this.#clock.now()
    const due = await this.#queue.claimDue(now, new Date(now.getTime() + lease), pushesAtOnce)
    if (due.length === 0) return 0
    const userIds = new Set(due.flatMap(({ listener }) => listener?.userId ?? []))
    // Without leases nobody is known to be here: told twice is better than never.
    const here = await this.#leases.statusesOf([...userIds]).catch(() => new Map<UserId, never>())
    const fates = await Promise.all(due.map((push) => this.#tell(push, push.listener !== null && here.has(push.listener.userId), now)))
    const of = (fate: Fate) => due.filter((_, at) => fates[at] === fate)
    const later = due.flatMap((push, at) => (fates[at] instanceof Date ? { ...push, until: fates[at] } : []))
    const after = this.#clock.now()
    await this.#queue.forget(of('gone').map(({ subscriptionId }) => subscriptionId))
    await this.#queue.postpone(later)
    await this.#queue.settle(of('settled'), after, new Date(after.getTime() + this.#delay))
    return due.length
  }

  async #tell(push: DuePush, isHere: boolean, now: Date): Promise<Fate> {
    const verdict = judge(push, isHere, now)
    if (verdict.do !== 'tell') return verdict.do === 'wait' ? verdict.until : 'settled'
    const { endpoint } = push.receiver
    const pause = this.#hosts.pauseOf(endpoint, now)
    if (pause !== null) return pause
    const outcome = await this.#sender.send(push.receiver, verdict.notification)
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1)
    if (outcome === 'silent') this.#hosts.missed(endpoint, now)
    else this.#hosts.answered(endpoint)
    if (outcome === 'busy' || outcome === 'silent') return nextAttempt(push.since, now)
    return outcome === 'gone' ? 'gone' : 'settled'
  }
}
