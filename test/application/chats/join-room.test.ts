import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import type { Entrance } from '../../../src/application/chats/entrance.js'
import { JoinRoom } from '../../../src/application/chats/join-room.js'
import { Forbidden, NotFound } from '../../../src/domain/errors.js'
import { ada, aGroup, aMembership, asSeenBy, at, bob, groupId, later } from '../../support/people.js'
import { aUnitOfWork } from '../unit-of-work-double.js'

afterEach(() => td.reset())

describe('JoinRoom', () => {
  const setUp = (holds: Parameters<typeof aUnitOfWork>[0]) => {
    const stores = aUnitOfWork({ users: [ada, bob], ...holds })
    const entrance = td.object<Entrance>()
    return { ...stores, entrance, joinRoom: new JoinRoom(stores.work, entrance, { now: () => later }) }
  }
  const command = { userId: ada.id, chatId: groupId }
  const room = aGroup({ visibility: 'public' })

  it('lets a stranger into a public room, with nothing unread, and tells the room', async () => {
    const { joinRoom, entrance, chats, memberships } = setUp({ chat: room })
    const view = asSeenBy(room)
    td.when(entrance.show(groupId, ada.id)).thenResolve(view)

    expect(await joinRoom.execute(command)).toBe(view)
    td.verify(memberships.save([aMembership(ada, { joinedAt: later, seq: 11, readNumber: 4, deliveredNumber: 4 })]))
    td.verify(chats.save({ ...room, seq: 11, memberCount: 3 }))
    const member = {
      userId: ada.id,
      role: 'member',
      joinedAt: later,
      leftAt: null,
      seq: 11,
      user: ada,
      readNumber: 4,
      deliveredNumber: 4,
    } as const
    td.verify(entrance.welcome(groupId, ada.id, member))
  })

  it('lets somebody back in who has left', async () => {
    const { joinRoom, memberships } = setUp({ chat: room, memberships: [aMembership(ada, { leftAt: at, role: 'admin' })] })

    await joinRoom.execute(command)
    td.verify(memberships.save([aMembership(ada, { joinedAt: later, seq: 11 })]))
  })

  it('F1 changes nothing for somebody who is in, and lets their sockets in again: who let them in may have died before that', async () => {
    const { joinRoom, entrance, chats } = setUp({ chat: room, memberships: [aMembership(ada)] })
    const view = asSeenBy(room)
    td.when(entrance.show(groupId, ada.id)).thenResolve(view)

    expect(await joinRoom.execute(command)).toBe(view)
    td.verify(entrance.welcome(groupId, ada.id, null))
    expect(td.explain(chats.save).callCount).toBe(0)
  })

  it('refuses somebody who is banned', async () => {
    const ban = { chatId: groupId, userId: ada.id, bannedBy: bob.id, bannedAt: at }
    const { joinRoom, chats } = setUp({ chat: room, bans: [ban] })

    await expect(joinRoom.execute(command)).rejects.toThrow(Forbidden)
    expect(td.explain(chats.save).callCount).toBe(0)
  })

  it.each([
    ['a private group', { chat: aGroup() }],
    ['a chat there is not', {}],
  ])('S113 %s does not exist for a stranger', async (_name, holds) => {
    const { joinRoom, entrance } = setUp(holds)

    await expect(joinRoom.execute(command)).rejects.toThrow(NotFound)
    expect(td.explain(entrance.welcome).callCount).toBe(0)
  })
})
