import { advance, type Chat, membersShownInline } from './chat.js'
import { Conflict, Forbidden } from './errors.js'
import type { UserId } from './ids.js'
import type { Member, Membership, Role } from './member.js'
import type { User } from './user.js'

/** A member's place and the chat, both after the change; the membership carries the change's `seq`. */
export interface MembershipChange {
  readonly chat: Chat
  readonly membership: Membership
}

const rank: Readonly<Record<Role, number>> = { member: 0, admin: 1, owner: 2 }

export const isActive = (membership: Membership | null): membership is Membership => membership !== null && membership.leftAt === null

/** @throws Conflict for a private chat, which has no members to manage. */
export function requireGroup(chat: Chat): void {
  if (chat.type === 'private') throw new Conflict('A private chat has no joining, leaving, roles or members to manage.')
}

/** @throws Forbidden below the role. */
export function requireRole(actor: Pick<Membership, 'role'>, role: Role): void {
  if (rank[actor.role] < rank[role]) throw new Forbidden(`Only an ${role} of this chat may do that.`)
}

/** Someone enters, or comes back: they start with nothing unread, and see what the chat's history policy allows. */
export function enter(chat: Chat, userId: UserId, role: Role, at: Date): MembershipChange {
  const next = advance(chat, { memberCount: chat.memberCount + 1 })
  return {
    chat: next,
    membership: {
      chatId: chat.id,
      userId,
      role,
      joinedAt: at,
      leftAt: null,
      seq: next.seq,
      firstNumber: chat.history === 'since_joining' ? chat.messageCount + 1 : 1,
      readNumber: chat.messageCount,
      deliveredNumber: chat.messageCount,
    },
  }
}

/** The first people of a new chat enter it, each by a change of their own. */
export function found(chat: Chat, founders: readonly { readonly userId: UserId; readonly role: Role }[], at: Date) {
  const memberships: Membership[] = []
  let current = chat
  for (const { userId, role } of founders) {
    const change = enter(current, userId, role, at)
    current = change.chat
    memberships.push(change.membership)
  }
  return { chat: current, memberships }
}

export function depart(chat: Chat, membership: Membership, at: Date): MembershipChange {
  const next = advance(chat, { memberCount: chat.memberCount - 1 })
  return { chat: next, membership: { ...membership, leftAt: at, seq: next.seq } }
}

/** @throws Forbidden unless the actor outranks the target and the role is not above the actor's own. */
export function assignRole(chat: Chat, actor: Membership, target: Membership, role: Role): MembershipChange {
  requireRole(actor, 'admin')
  requireOutranks(actor, target)
  if (rank[role] > rank[actor.role]) throw new Forbidden('Nobody gives a role above their own.')
  return promote(chat, target, role)
}

/** Changes a role without asking who may: ownership handed on by its last holder. */
export function promote(chat: Chat, target: Membership, role: Role): MembershipChange {
  const next = advance(chat)
  return { chat: next, membership: { ...target, role, seq: next.seq } }
}

/** @throws Forbidden unless the actor may remove the target. */
export function requireMayRemove(actor: Membership, target: Membership): void {
  requireRole(actor, 'admin')
  requireOutranks(actor, target)
}

function requireOutranks(actor: Membership, target: Membership): void {
  if (rank[actor.role] <= rank[target.role]) throw new Forbidden('Nobody acts on a member of an equal or higher role.')
}

/** A membership as the others see it; the marks are shown in small chats only. */
export function memberView(membership: Membership, user: User, chat: Chat): Member {
  const { userId, role, joinedAt, leftAt, seq, readNumber, deliveredNumber } = membership
  const view = { userId, role, joinedAt, leftAt, seq, user }
  return chat.memberCount <= membersShownInline ? { ...view, readNumber, deliveredNumber } : view
}
