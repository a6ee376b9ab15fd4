import type { Chat } from '../../domain/chat.js'
import { NotFound } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import { type Invite, requireUsable } from '../../domain/invite.js'
import type { ChatReader } from '../ports/chat-reader.js'
import type { Clock } from '../ports/clock.js'
import type { InviteReader } from '../ports/invites.js'

export interface PreviewInviteCommand {
  readonly userId: UserId
  readonly code: string
}

export interface InvitePreview {
  readonly invite: Invite
  readonly chat: Chat
  /** Whether the caller is in the group already. */
  readonly joined: boolean
}

/** Shows somebody who holds an invite what it leads into. */
export class PreviewInvite {
  readonly #invites: InviteReader
  readonly #chats: ChatReader
  readonly #clock: Clock

  constructor(invites: InviteReader, chats: ChatReader, clock: Clock) {
    this.#invites = invites
    this.#chats = chats
    this.#clock = clock
  }

  /** @throws NotFound for an invite there is not; for somebody who is not in the group, TokenUsedOrExpired if it is over. */
  async execute({ userId, code }: PreviewInviteCommand): Promise<InvitePreview> {
    const found = await this.#invites.findWithChat(code)
    if (!found) throw new NotFound('invite')
    const joined = (await this.#chats.findForMembers(found.chat.id, [userId])).has(userId)
    if (!joined) requireUsable(found.invite, this.#clock.now())
    return { ...found, joined }
  }
}
