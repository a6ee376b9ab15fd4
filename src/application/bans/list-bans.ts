import type { ChatId, UserId } from '../../domain/ids.js'
import { requireAdmin } from '../chats/require-admin.js'
import type { BannedUser, BanReader } from '../ports/bans.js'
import type { ChatReader } from '../ports/chat-reader.js'
import type { Page, PageRequest } from '../ports/page.js'

export interface ListBansCommand {
  readonly actorId: UserId
  readonly chatId: ChatId
  readonly page: PageRequest
}

/** Shows an admin or owner who is kept out of a group. */
export class ListBans {
  readonly #chats: ChatReader
  readonly #bans: BanReader

  constructor(chats: ChatReader, bans: BanReader) {
    this.#chats = chats
    this.#bans = bans
  }

  /** @throws NotFound for a chat the actor is not in, Conflict for a private one, Forbidden below admin. */
  async execute({ actorId, chatId, page }: ListBansCommand): Promise<Page<BannedUser>> {
    await requireAdmin(this.#chats, chatId, actorId)
    return this.#bans.list(chatId, page)
  }
}
