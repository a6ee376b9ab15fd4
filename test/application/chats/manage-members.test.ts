import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import type { Entrance } from '../../../src/application/chats/entrance.js'
import type { Exit } from '../../../src/application/chats/exit.js'
import { AddMember } from '../../../src/application/members/add-member.js'
import { ChangeRole } from '../../../src/application/members/change-role.js'
import { RemoveMember } from '../../../src/application/members/remove-member.js'
import type { RoleAnnouncement } from '../../../src/application/members/role-announcement.js'
import { Conflict, Forbidden, NotFound } from '../../../src/domain/errors.js'
import type { Role } from '../../../src/domain/member.js'
import { ada, aGroup, aMembership, at, bob, eve, groupId, later } from '../../support/people.js'
import { aUnitOfWork } from '../unit-of-work-double.js'

afterEach(() => td.reset())

const clock = { now: () => later }
const people = [ada, bob, eve]
const as = (role: Role) => aMembership(ada, { role })

describe('AddMember', () => {
  const setUp = (...memberships: Parameters<typeof aMembership>[1][]) => {
    const stores = aUnitOfWork({
      chat: aGroup(),
      users: people,
      memberships: [as('admin'), ...memberships.map((m) => aMembership(bob, m))],
    })
    const entrance = td.object<Entrance>()
    return { ...stores, entrance, addMember: new AddMember(stores.work, entrance, clock) }
  }

  it('an admin brings somebody in, and they are let in', async () => {
    const { addMember, entrance, memberships } = setUp()

    const member = await addMember.execute({ actorId: ada.id, chatId: groupId, userId: bob.id })
    expect(member).toMatchObject({ userId: bob.id, role: 'member', seq: 11 })
    td.verify(memberships.save([aMembership(bob, { joinedAt: later, seq: 11 })]))
    td.verify(entrance.welcome(groupId, bob.id, member))
  })

  it('refuses somebody who is banned', async () => {
    const { addMember, bans, chats, entrance } = setUp()
    td.when(bans.find(groupId, bob.id)).thenResolve({ chatId: groupId, userId: bob.id, bannedBy: ada.id, bannedAt: at })

    await expect(addMember.execute({ actorId: ada.id, chatId: groupId, userId: bob.id })).rejects.toThrow(Forbidden)
    expect(td.explain(chats.save).callCount + td.explain(entrance.welcome).callCount).toBe(0)
  })

  it('S122 refuses somebody if one has blocked the other', async () => {
    const { addMember, blocks, chats } = setUp()
    td.when(blocks.between(ada.id, [bob.id])).thenResolve(new Set([bob.id]))

    await expect(addMember.execute({ actorId: ada.id, chatId: groupId, userId: bob.id })).rejects.toThrow(Forbidden)
    expect(td.explain(chats.save).callCount).toBe(0)
  })

  it('F1 somebody who is in already is refused, and let in again: who did it first may have died before telling their sockets', async () => {
    const { addMember, entrance, chats } = setUp({})
    await expect(addMember.execute({ actorId: ada.id, chatId: groupId, userId: bob.id })).rejects.toThrow(Conflict)
    td.verify(entrance.welcome(groupId, bob.id, null))
    expect(td.explain(chats.save).callCount).toBe(0)
  })

  it('refuses a user there is not, and an actor without the right', async () => {
    const { addMember } = setUp({})
    await expect(addMember.execute({ actorId: bob.id, chatId: groupId, userId: eve.id })).rejects.toThrow(Forbidden)
    await expect(addMember.execute({ actorId: eve.id, chatId: groupId, userId: eve.id })).rejects.toThrow(NotFound)
  })
})

describe('RemoveMember', () => {
  const setUp = (actor: Role, target: Role) => {
    const stores = aUnitOfWork({ chat: aGroup(), users: people, memberships: [as(actor), aMembership(bob, { role: target })] })
    const exit = td.object<Exit>()
    return { ...stores, exit, removeMember: new RemoveMember(stores.work, exit, clock) }
  }
  const command = { actorId: ada.id, chatId: groupId, userId: bob.id }

  it('an owner removes an admin', async () => {
    const { removeMember, exit, memberships } = setUp('owner', 'admin')

    await removeMember.execute(command)
    td.verify(memberships.save([aMembership(bob, { role: 'admin', leftAt: later, seq: 11 })]))
    td.verify(exit.close(groupId, td.matchers.contains({ userId: bob.id, seq: 11 }), 'removed'))
  })

  it.each<[Role, Role]>([
    ['member', 'member'],
    ['admin', 'admin'],
    ['admin', 'owner'],
    ['owner', 'owner'],
  ])('S125 %s may not remove %s', async (actor, target) => {
    const { removeMember, memberships } = setUp(actor, target)

    await expect(removeMember.execute(command)).rejects.toThrow(Forbidden)
    expect(td.explain(memberships.save).callCount).toBe(0)
  })

  it('somebody who has left is not there to be removed', async () => {
    const { removeMember } = setUp('owner', 'member')

    await expect(removeMember.execute({ ...command, userId: eve.id })).rejects.toThrow(NotFound)
  })
})

describe('ChangeRole', () => {
  const setUp = (actor: Role, target: Role) => {
    const stores = aUnitOfWork({
      chat: aGroup(),
      users: people,
      memberships: [as(actor), aMembership(bob, { role: target, joinedAt: at })],
    })
    const announcement = td.object<RoleAnnouncement>()
    return { ...stores, announcement, changeRole: new ChangeRole(stores.work, announcement) }
  }
  const command = { actorId: ada.id, chatId: groupId, userId: bob.id }

  it('an owner makes an admin an owner', async () => {
    const { changeRole, announcement } = setUp('owner', 'admin')

    expect(await changeRole.execute({ ...command, role: 'owner' })).toMatchObject({ userId: bob.id, role: 'owner', seq: 11 })
    td.verify(announcement.announce(groupId, td.matchers.contains({ role: 'owner', seq: 11 })))
  })

  it('the same role again is no change', async () => {
    const { changeRole, announcement, chats } = setUp('owner', 'admin')

    expect(await changeRole.execute({ ...command, role: 'admin' })).toMatchObject({ role: 'admin', seq: 2 })
    expect(td.explain(chats.save).callCount + td.explain(announcement.announce).callCount).toBe(0)
  })

  it('S125 nobody gives a role above their own, nor raises themselves', async () => {
    const { changeRole } = setUp('admin', 'member')

    await expect(changeRole.execute({ ...command, role: 'owner' })).rejects.toThrow(Forbidden)
    await expect(changeRole.execute({ ...command, userId: ada.id, role: 'owner' })).rejects.toThrow(Forbidden)
  })
})
