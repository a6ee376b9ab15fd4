import { NotFound } from '../../domain/errors.js'
import type { ChatId, UserId } from '../../domain/ids.js'
import type { LeaveChat } from '../chats/leave-chat.js'
import type { ChatReader } from '../ports/chat-reader.js'

const pageSize = 100

/** Somebody leaves every group they are in, as if they left each. */
export class GroupDeparture {
  readonly #chats: ChatReader
  readonly #leaveChat: LeaveChat

  constructor(chats: ChatReader, leaveChat: LeaveChat) {
    this.#chats = chats
    this.#leaveChat = leaveChat
  }

  async leaveAll(userId: UserId): Promise<void> {
    for (const chatId of await this.#groupsOf(userId)) {
      await this.#leaveChat.execute({ userId, chatId }).catch((error: unknown) => {
        if (!(error instanceof NotFound)) throw error
      })
    }
  }

  async #groupsOf(userId: UserId): Promise<readonly ChatId[]> {
    const groups: ChatId[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<ChatReader['list']>> = await this.#chats.list(userId, { limit: pageSize, cursor })
      groups.push(...page.items.filter(({ type }) => type === 'group').map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor !== null)
    return groups
  }
}
