import type { ChatId, UserId } from '../../domain/ids.js'
import type { Invite } from '../../domain/invite.js'
import { requireAdmin } from '../chats/require-admin.js'
import type { ChatReader } from '../ports/chat-reader.js'
import type { InviteReader } from '../ports/invites.js'
import type { Page, PageRequest } from '../ports/page.js'

export interface ListInvitesCommand {
  readonly actorId: UserId
  readonly chatId: ChatId
  readonly page: PageRequest
}

/** Shows an admin or owner the links into a group. */
export class ListInvites {
  readonly #chats: ChatReader
  readonly #invites: InviteReader

  constructor(chats: ChatReader, invites: InviteReader) {
    this.#chats = chats
    this.#invites = invites
  }

  /** @throws NotFound for a chat the actor is not in, Conflict for a private one, Forbidden below admin. */
  async execute({ actorId, chatId, page }: ListInvitesCommand): Promise<Page<Invite>> {
    await requireAdmin(this.#chats, chatId, actorId)
    return this.#invites.list(chatId, page)
  }
}
