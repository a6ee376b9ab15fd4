import type { User } from '../../domain/user.js'
import type { MessageBroadcaster } from '../ports/message-broadcaster.js'
import type { PresenceDirectory } from '../ports/presence-directory.js'
import { userUpdatedFrame } from '../realtime/frames.js'

/** Ids of chats that one signal may carry. */
const mostChats = 5_000

/** Tells those who are told of somebody's coming and going what they are called now, and their own sockets. Passing: names are in every answer. */
export class ProfileAnnouncer {
  readonly #directory: PresenceDirectory
  readonly #broadcaster: MessageBroadcaster

  constructor(directory: PresenceDirectory, broadcaster: MessageBroadcaster) {
    this.#directory = directory
    this.#broadcaster = broadcaster
  }

  async announce(user: User): Promise<void> {
    const [audience] = await this.#directory.audiencesOf([user.id])
    const chatIds = (audience?.chatIds ?? []).slice(0, mostChats)
    this.#broadcaster.broadcast('nodes', { kind: 'profile', userId: user.id, chatIds, frame: userUpdatedFrame(user) })
  }
}
