import type { Chat } from '../../domain/chat.js'
import { Forbidden, NotFound } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import type { Member } from '../../domain/member.js'
import { enter, memberView } from '../../domain/membership.js'
import type { Stores } from '../ports/unit-of-work.js'

/**
 * Lets somebody into a group that is held, as every way into it ends.
 * @throws NotFound for a user there is not, Forbidden for one who is banned.
 */
export async function admit({ chats, memberships, users, bans }: Stores, chat: Chat, userId: UserId, at: Date): Promise<Member> {
  const [user] = await users.findMany([userId])
  if (!user) throw new NotFound('user')
  if (await bans.find(chat.id, userId)) throw new Forbidden('They are banned from this chat.')
  const change = enter(chat, userId, 'member', at)
  await memberships.save([change.membership])
  await chats.save(change.chat)
  return memberView(change.membership, user, change.chat)
}
