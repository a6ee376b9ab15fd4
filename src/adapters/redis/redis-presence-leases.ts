import { randomUUID } from 'node:crypto'
import type { LeaseUpdate, PresenceLeases } from '../../application/ports/presence-leases.js'
import { Unavailable } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import type { LiveStatus } from '../../domain/presence.js'
import { awayScript, expireScript, renewScript, updateScript } from './presence-scripts.js'
import { RedisConnection } from './redis-connection.js'

export interface RedisPresenceLeasesOptions {
  readonly url: string
  /** Begins every key: installations that share a Redis do not see each other. */
  readonly namespace: string
  readonly onError: (error: Error) => void
  /** Milliseconds for which a node's leases hold after it last said that it lives. */
  readonly lease?: number
  /** Milliseconds after their last socket for which somebody is not yet offline. */
  readonly absence?: number
  /** Sockets a user may hold on all nodes together. */
  readonly socketsPerUser?: number
}

/** Users that one script goes through: Redis does nothing else meanwhile. */
const mostAtOnce = 500

/** Leases in Redis, each step one script, timed by Redis. */
export class RedisPresenceLeases implements PresenceLeases {
  readonly #connection: RedisConnection
  readonly #key: string
  readonly #lease: number
  readonly #absence: number
  readonly #socketsPerUser: number
  /** Another one after it was taken for dead: what was kept under the old name is still being cleared. */
  #node: string = randomUUID()
  #epoch: string | null = null

  constructor(options: RedisPresenceLeasesOptions) {
    this.#connection = new RedisConnection(options.url, options.onError)
    this.#key = `{${options.namespace}:presence}`
    this.#lease = options.lease ?? 30_000
    this.#absence = options.absence ?? 10_000
    this.#socketsPerUser = options.socketsPerUser ?? 10
  }

  async update({ entered, left }: LeaseUpdate): ReturnType<PresenceLeases['update']> {
    const gone = left.flatMap(({ userId, connectionId }) => [userId, connectionId])
    const here = entered.flatMap(({ userId, connectionId, since }) => [userId, connectionId, since.getTime()])
    const [online, surplus] = (await this.#run(
      updateScript,
      this.#node,
      this.#lease,
      this.#absence,
      this.#socketsPerUser,
      left.length,
      ...gone,
      ...here,
    )) as [UserId[], string[]]
    return { online, surplus: surplus.flatMap((id, at) => (at % 2 ? { userId: surplus[at - 1] as UserId, connectionId: id } : [])) }
  }

  async renew(): ReturnType<PresenceLeases['renew']> {
    const [epoch, known] = (await this.#run(renewScript, this.#node, this.#lease, randomUUID())) as [string, number]
    const isSame = this.#epoch === null || this.#epoch === epoch
    this.#epoch = epoch
    if (!isSame) return 'lost'
    if (known === 1) return 'held'
    this.#node = randomUUID()
    return 'forgotten'
  }

  async expire(): Promise<readonly UserId[]> {
    const offline: UserId[] = []
    for (let more = 1; more === 1; ) {
      const [found, left] = (await this.#run(expireScript, mostAtOnce)) as [UserId[], number]
      offline.push(...found)
      more = left
    }
    return offline
  }

  async statusesOf(userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, LiveStatus>> {
    if (userIds.length === 0) return new Map()
    const statuses = await this.#answer(this.#connection.redis.hmget(`${this.#key}:status`, ...userIds))
    return new Map(userIds.flatMap((userId, at) => (statuses[at] ? [[userId, statuses[at] as LiveStatus] as const] : [])))
  }

  async setAway(userId: UserId, away: boolean): Promise<boolean> {
    return (await this.#run(awayScript, userId, away ? 'away' : 'online')) === 1
  }

  close(): void {
    this.#connection.close()
  }

  #run(script: string, ...values: readonly (string | number)[]): Promise<unknown> {
    return this.#answer(this.#connection.redis.eval(script, 1, this.#key, ...values))
  }

  async #answer<Result>(asked: Promise<Result>): Promise<Result> {
    try {
      return await asked
    } catch (cause) {
      throw new Unavailable('Who is online cannot be told at this moment.', { cause })
    }
  }
}
