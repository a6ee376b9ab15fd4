import * as td from 'testdouble'
import type { ChatRepository, MembershipRepository, Stores, UnitOfWork } from '../../src/application/ports/unit-of-work.js'
import type { Chat } from '../../src/domain/chat.js'
import type { Membership } from '../../src/domain/member.js'
import type { User } from '../../src/domain/user.js'

/** Doubles of the stores, stubbed with what they hold, and a unit of work that runs on them. */
export function aUnitOfWork(holds: {
  readonly chat?: Chat
  readonly memberships?: readonly Membership[]
  readonly users?: readonly User[]
}) {
  const stores = {
    chats: td.object<ChatRepository>(),
    memberships: td.object<MembershipRepository>(),
    users: td.object<Stores['users']>(),
  }
  const { chat, memberships = [], users = [] } = holds
  td.when(stores.chats.lock(td.matchers.anything())).thenResolve(null)
  if (chat) td.when(stores.chats.lock(chat.id)).thenResolve(chat)
  td.when(stores.memberships.find(td.matchers.anything(), td.matchers.anything())).thenResolve(null)
  for (const membership of memberships) td.when(stores.memberships.find(membership.chatId, membership.userId)).thenResolve(membership)
  td.when(stores.users.findMany(td.matchers.anything())).thenDo((ids: readonly string[]) =>
    Promise.resolve(users.filter((user) => ids.includes(user.id))),
  )
  const work: UnitOfWork = { run: (task) => task(stores) }
  return { work, ...stores }
}
