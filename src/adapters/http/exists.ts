import type { Principal } from '../../application/accounts/principal.js'
import type { ChatReader } from '../../application/ports/chat-reader.js'
import type { ChatId } from '../../domain/ids.js'

/** The `exists` of routes under a chat: only its members know that it is there. */
export const isMember =
  (chats: ChatReader) =>
  async ({ principal, params }: { principal: Principal; params: { chatId: ChatId } }): Promise<boolean> =>
    (await chats.findForMembers(params.chatId, [principal.userId])).has(principal.userId)
