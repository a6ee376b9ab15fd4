import * as td from 'testdouble'
import type { BanRepository } from '../../src/application/ports/bans.js'
import type { InviteRepository } from '../../src/application/ports/invites.js'
import type { MessageStore } from '../../src/application/ports/message-store.js'
import type { ChatRepository, MembershipRepository, Stores, UnitOfWork } from '../../src/application/ports/unit-of-work.js'
import type { Ban } from '../../src/domain/ban.js'
import type { Chat } from '../../src/domain/chat.js'
import type { Invite } from '../../src/domain/invite.js'
import type { Membership } from '../../src/domain/member.js'
import type { Message } from '../../src/domain/messages/message.js'
import type { User } from '../../src/domain/user.js'

/** Doubles of the stores, stubbed with what they hold, and a unit of work that runs on them. */
export function aUnitOfWork(holds: {
  readonly chat?: Chat
  readonly memberships?: readonly Membership[]
  readonly users?: readonly User[]
  readonly invites?: readonly Invite[]
  readonly bans?: readonly Ban[]
  readonly messages?: readonly Message[]
}) {
  const stores = {
    chats: td.object<ChatRepository>(),
    memberships: td.object<MembershipRepository>(),
    invites: td.object<InviteRepository>(),
    bans: td.object<BanRepository>(),
    blocks: td.object<Stores['blocks']>(),
    messages: td.object<MessageStore>(),
    users: td.object<Stores['users']>(),
  }
  const { chat, memberships = [], users = [], invites = [], bans = [], messages = [] } = holds
  td.when(stores.chats.lock(td.matchers.anything())).thenResolve(null)
  if (chat) td.when(stores.chats.lock(chat.id)).thenResolve(chat)
  td.when(stores.memberships.find(td.matchers.anything(), td.matchers.anything())).thenResolve(null)
  for (const membership of memberships) td.when(stores.memberships.find(membership.chatId, membership.userId)).thenResolve(membership)
  td.when(stores.invites.find(td.matchers.anything())).thenResolve(null)
  for (const invite of invites) td.when(stores.invites.find(invite.code)).thenResolve(invite)
  td.when(stores.bans.find(td.matchers.anything(), td.matchers.anything())).thenResolve(null)
  for (const ban of bans) td.when(stores.bans.find(ban.chatId, ban.userId)).thenResolve(ban)
  td.when(stores.messages.find(td.matchers.anything(), td.matchers.anything())).thenResolve(null)
  for (const message of messages) td.when(stores.messages.find(message.chatId, message.id)).thenResolve(message)
  td.when(stores.blocks.between(td.matchers.anything(), td.matchers.anything())).thenResolve(new Set())
  for (const find of [stores.users.findMany, stores.users.findEvenErased])
    td.when(find(td.matchers.anything())).thenDo((ids: readonly string[]) => Promise.resolve(users.filter((user) => ids.includes(user.id))))
  const work: UnitOfWork = { run: (task) => task(stores) }
  return { work, ...stores }
}
