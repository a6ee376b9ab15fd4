import type { Chat } from '../../domain/chat.js'
import type { Member, Membership } from '../../domain/member.js'
import { depart, memberView, requireMayRemove } from '../../domain/membership.js'
import type { User } from '../../domain/user.js'
import type { Stores } from '../ports/unit-of-work.js'

/**
 * Takes somebody out of a group that is held.
 * @throws Forbidden unless the actor outranks them.
 */
export async function dismiss(
  { chats, memberships }: Stores,
  chat: Chat,
  { actor, target, user, at }: { readonly actor: Membership; readonly target: Membership; readonly user: User; readonly at: Date },
): Promise<Member> {
  requireMayRemove(actor, target)
  const change = depart(chat, target, at)
  await memberships.save([change.membership])
  await chats.save(change.chat)
  return memberView(change.membership, user, change.chat)
}
