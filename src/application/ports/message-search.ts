import type { UserId } from '../../domain/ids.js'
import type { Message } from '../../domain/messages/message.js'
import type { SearchCriteria } from '../../domain/search/criteria.js'
import type { Page, PageRequest } from './page.js'

/** Finds messages by what they say. */
export interface MessageSearch {
  /**
   * [MF1] Every message that contains all terms, whatever the script, and however the terms lie in its words; as soon as it is sent.
   * [MF2] Only what the user may see at this moment: in chats they are in, from their first number on. `null` if they are not in `chatId`.
   * [MF3] As it now is: after an edit by its new text only, after its deletion not at all.
   * [MF4] Narrowed by chat, sender, time and what is attached. [MF5] In the order asked for, in pages that hold each message once.
   */
  search(userId: UserId, criteria: SearchCriteria, page: PageRequest): Promise<Page<Message> | null>
}
