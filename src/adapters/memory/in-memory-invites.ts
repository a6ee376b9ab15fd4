import type { InviteReader } from '../../application/ports/invites.js'
import type { Page, PageRequest } from '../../application/ports/page.js'
import type { Chat } from '../../domain/chat.js'
import type { ChatId } from '../../domain/ids.js'
import type { Invite } from '../../domain/invite.js'
import { type Order, pageOf, timePart, timeShape } from './in-memory-page.js'
import type { InMemoryStore } from './in-memory-store.js'

const latestFirst: Order<Invite> = {
  placeOf: (invite) => [timePart(invite.createdAt), invite.code],
  shape: [timeShape, /^/],
  descending: true,
}

export class InMemoryInvites implements InviteReader {
  readonly #store: InMemoryStore

  constructor(store: InMemoryStore) {
    this.#store = store
  }

  async findWithChat(code: string): Promise<{ readonly invite: Invite; readonly chat: Chat } | null> {
    const invite = this.#store.invites.get(code)
    const entry = invite && this.#store.chats.get(invite.chatId)
    return invite === undefined || entry === undefined ? null : { invite, chat: entry.chat }
  }

  async list(chatId: ChatId, request: PageRequest): Promise<Page<Invite>> {
    const invites = [...this.#store.invites.values()].filter((invite) => invite.chatId === chatId && invite.revokedAt === null)
    return pageOf(invites, latestFirst, request)
  }
}
