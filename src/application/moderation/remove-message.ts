import { NotFound } from '../../domain/errors.js'
import type { ChatId, MessageId, UserId } from '../../domain/ids.js'
import { tombstone } from '../../domain/messages/message-changes.js'
import { type Burial, burialAnnounced, recordBurial } from '../messages/burial.js'
import type { Clock } from '../ports/clock.js'
import type { EventPublisher } from '../ports/event-publisher.js'
import type { InstanceAdmins } from '../ports/instance-admins.js'
import type { UnitOfWork } from '../ports/unit-of-work.js'
import { requireInstanceAdmin } from './require-instance-admin.js'

export interface RemoveMessageCommand {
  readonly actorId: UserId
  readonly chatId: ChatId
  readonly messageId: MessageId
}

/** Deletes a message of any chat, whether or not the admin is in it. */
export class RemoveMessage {
  readonly #work: UnitOfWork
  readonly #admins: InstanceAdmins
  readonly #events: EventPublisher
  readonly #clock: Clock

  constructor(work: UnitOfWork, admins: InstanceAdmins, events: EventPublisher, clock: Clock) {
    this.#work = work
    this.#admins = admins
    this.#events = events
    this.#clock = clock
  }

  /** @throws Forbidden for anybody but an admin of the installation, NotFound for a message there is not. Again changes nothing. */
  async execute({ actorId, chatId, messageId }: RemoveMessageCommand): Promise<void> {
    await requireInstanceAdmin(this.#admins, actorId)
    const burial = await this.#work.run(async (stores): Promise<Burial | null> => {
      const chat = await stores.chats.lock(chatId)
      const message = await stores.messages.find(chatId, messageId)
      if (!chat || !message) throw new NotFound('message')
      return message.deletedAt === null ? recordBurial(stores, tombstone(chat, message, this.#clock.now())) : null
    })
    if (burial) this.#events.publish(...burialAnnounced(burial))
  }
}
