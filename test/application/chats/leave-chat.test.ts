import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import type { Exit } from '../../../src/application/chats/exit.js'
import { LeaveChat } from '../../../src/application/chats/leave-chat.js'
import type { RoleAnnouncement } from '../../../src/application/members/role-announcement.js'
import type { EventPublisher } from '../../../src/application/ports/event-publisher.js'
import { Conflict, NotFound } from '../../../src/domain/errors.js'
import type { Membership } from '../../../src/domain/member.js'
import { ada, aGroup, aMembership, bob, groupId, later } from '../../support/people.js'
import { aUnitOfWork } from '../unit-of-work-double.js'

afterEach(() => td.reset())

describe('LeaveChat', () => {
  const setUp = (holds: Parameters<typeof aUnitOfWork>[0], successor: Membership | null, owners = 1) => {
    const stores = aUnitOfWork({ users: [ada, bob], ...holds })
    td.when(stores.memberships.findSuccessor(groupId, ada.id)).thenResolve(successor)
    td.when(stores.memberships.countOwners(groupId)).thenResolve(owners)
    const exit = td.object<Exit>()
    const announcement = td.object<RoleAnnouncement>()
    const events = td.object<EventPublisher>()
    return {
      ...stores,
      exit,
      announcement,
      events,
      leaveChat: new LeaveChat(stores.work, exit, announcement, events, { now: () => later }),
    }
  }
  const command = { userId: ada.id, chatId: groupId }
  const owner = aMembership(ada, { role: 'owner' })

  it('lets a member go and tells both sides', async () => {
    const { leaveChat, exit, memberships, chats } = setUp(
      { chat: aGroup(), memberships: [aMembership(ada)] },
      aMembership(bob, { role: 'owner' }),
    )

    await leaveChat.execute(command)
    td.verify(memberships.save([aMembership(ada, { leftAt: later, seq: 11 })]))
    td.verify(chats.save(aGroup({ seq: 11, memberCount: 1 })))
    td.verify(exit.close(groupId, td.matchers.contains({ userId: ada.id, seq: 11, leftAt: later }), 'left'))
  })

  it('S125 hands ownership on when the last owner leaves: two changes, two seqs', async () => {
    const { leaveChat, announcement, memberships, chats } = setUp({ chat: aGroup(), memberships: [owner] }, aMembership(bob))

    await leaveChat.execute(command)
    td.verify(memberships.save([aMembership(bob, { role: 'owner', seq: 11 }), { ...owner, leftAt: later, seq: 12 }]))
    td.verify(chats.save(aGroup({ seq: 12, memberCount: 1 })))
    td.verify(announcement.announce(groupId, td.matchers.contains({ userId: bob.id, role: 'owner', seq: 11 })))
  })

  it('hands nothing on while another owner stays', async () => {
    const { leaveChat, announcement } = setUp({ chat: aGroup(), memberships: [owner] }, aMembership(bob, { role: 'owner' }), 2)

    await leaveChat.execute(command)
    expect(td.explain(announcement.announce).callCount).toBe(0)
  })

  it('deletes the group that its last member leaves', async () => {
    const { leaveChat, chats, events, exit } = setUp({ chat: aGroup({ memberCount: 1 }), memberships: [owner] }, null)

    await leaveChat.execute(command)
    td.verify(chats.delete(groupId))
    td.verify(events.publish({ type: 'chat.deleted', chatId: groupId }))
    expect(td.explain(exit.close).callCount).toBe(0)
  })

  it('a chat one has left, or never was in, does not exist', async () => {
    const { leaveChat } = setUp({ chat: aGroup(), memberships: [aMembership(ada, { leftAt: later })] }, null)

    await expect(leaveChat.execute(command)).rejects.toThrow(NotFound)
  })

  it('a private chat cannot be left', async () => {
    const { leaveChat } = setUp({ chat: aGroup({ type: 'private' }), memberships: [aMembership(ada)] }, aMembership(bob))

    await expect(leaveChat.execute(command)).rejects.toThrow(Conflict)
  })
})
