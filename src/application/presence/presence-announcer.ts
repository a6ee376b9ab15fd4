import type { UserId } from '../../domain/ids.js'
import { type PresenceStatus, presenceOf } from '../../domain/presence.js'
import type { User } from '../../domain/user.js'
import { chunksOf } from '../chunks.js'
import type { MessageBroadcaster, Signal } from '../ports/message-broadcaster.js'
import type { PresenceAudience, PresenceDirectory } from '../ports/presence-directory.js'
import { userUpdatedFrame } from '../realtime/frames.js'

type PresenceChange = Extract<Signal, { kind: 'presence' }>['changes'][number]

/** Ids of chats and people that one signal may carry. */
const mostIds = 5_000

/** Tells the nodes of people who came and went, many in one signal: each node knows which of its sockets are in their chats. */
export class PresenceAnnouncer {
  readonly #directory: PresenceDirectory
  readonly #broadcaster: MessageBroadcaster

  constructor(directory: PresenceDirectory, broadcaster: MessageBroadcaster) {
    this.#directory = directory
    this.#broadcaster = broadcaster
  }

  /** Those who are visible to nobody are left out. */
  async announce(statuses: ReadonlyMap<UserId, PresenceStatus>): Promise<void> {
    const audiences = await this.#audiencesOf([...statuses.keys()])
    this.#tell(audiences.filter(({ profile }) => profile.visibility === 'everyone').map((audience) => changeOf(audience, statuses)))
  }

  /** As what somebody looks like now, also if that is nothing any more. */
  async announceOne(userId: UserId, status: PresenceStatus): Promise<void> {
    const audiences = await this.#audiencesOf([userId])
    this.#tell(audiences.map((audience) => changeOf(audience, new Map([[userId, status]]))))
  }

  /** What somebody is called now: to the same people, whoever may see them, and to their own sockets. Passing: names are in every answer. */
  async announceProfile(user: User): Promise<void> {
    const [audience] = await this.#directory.audiencesOf([user.id])
    const [first = [], ...others] = chunksOf(audience?.chatIds ?? [], mostIds)
    for (const chatIds of [first, ...others])
      this.#broadcaster.broadcast('nodes', { kind: 'profile', userId: user.id, chatIds, frame: userUpdatedFrame(user) })
  }

  async #audiencesOf(userIds: readonly UserId[]): Promise<readonly PresenceAudience[]> {
    return userIds.length === 0 ? [] : (await this.#directory.audiencesOf(userIds)).filter(({ chatIds }) => chatIds.length > 0)
  }

  #tell(changes: readonly PresenceChange[]): void {
    let [batch, ids]: [PresenceChange[], number] = [[], 0]
    const send = () => {
      if (batch.length > 0) this.#broadcaster.broadcast('nodes', { kind: 'presence', changes: batch })
      ;[batch, ids] = [[], 0]
    }
    for (const change of changes.flatMap(partsOf)) {
      const size = change.chatIds.length + change.hiddenFrom.length
      if (ids + size > mostIds) send()
      batch.push(change)
      ids += size
    }
    send()
  }
}

/** Nobody is told of who is hidden from more people than can be named. */
function partsOf(change: PresenceChange): readonly PresenceChange[] {
  const left = mostIds - change.hiddenFrom.length
  return left < mostIds / 2 ? [] : chunksOf(change.chatIds, left).map((chatIds) => ({ ...change, chatIds }))
}

function changeOf({ profile, chatIds, hiddenFrom }: PresenceAudience, statuses: ReadonlyMap<UserId, PresenceStatus>): PresenceChange {
  const { userId, status, lastSeenAt } = presenceOf(profile, statuses.get(profile.userId) ?? 'offline')
  return { userId, status, lastSeenAt: lastSeenAt?.toISOString() ?? null, chatIds, hiddenFrom }
}
