import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { DeleteChat } from '../../../src/application/chats/delete-chat.js'
import { Exit } from '../../../src/application/chats/exit.js'
import { SubscribeToChats } from '../../../src/application/chats/subscribe-to-chats.js'
import { UpdateChat } from '../../../src/application/chats/update-chat.js'
import { RoleAnnouncement } from '../../../src/application/members/role-announcement.js'
import type { ChatReader } from '../../../src/application/ports/chat-reader.js'
import type { EventPublisher } from '../../../src/application/ports/event-publisher.js'
import type { LiveConnections } from '../../../src/application/ports/live-connections.js'
import type { GroupSettings } from '../../../src/domain/chat.js'
import { Conflict, Forbidden, NotFound } from '../../../src/domain/errors.js'
import type { Role } from '../../../src/domain/member.js'
import { memberView } from '../../../src/domain/membership.js'
import { ada, aGroup, aMe, aMembership, asSeenBy, bob, groupId } from '../../support/people.js'
import { aUnitOfWork } from '../unit-of-work-double.js'

afterEach(() => td.reset())

const as = (role: Role, chat = aGroup()) => {
  const events = td.object<EventPublisher>()
  const reader = td.object<ChatReader>()
  td.when(reader.findForMembers(groupId, [ada.id])).thenResolve(new Map([[ada.id, asSeenBy(chat)]]))
  return { ...aUnitOfWork({ chat, memberships: [aMembership(ada, { role })] }), events, reader }
}

describe('UpdateChat', () => {
  const update = ({ work, reader, events }: ReturnType<typeof as>, settings: GroupSettings, actor = ada) =>
    new UpdateChat(work, reader, events).execute({ actorId: actor.id, chatId: groupId, settings })

  it('an admin renames the group: one change, one event', async () => {
    const world = as('admin')
    const chat = aGroup({ title: 'Go', seq: 11 })

    await update(world, { title: 'Go' })
    td.verify(world.chats.save(chat))
    td.verify(world.events.publish({ type: 'chat.updated', chatId: groupId, seq: 11, chat }))
  })

  it('what is as it was is no change', async () => {
    const world = as('owner')

    await update(world, { title: 'Chess', topic: null })
    expect(td.explain(world.chats.save).callCount + td.explain(world.events.publish).callCount).toBe(0)
  })

  it('S117 a member may not, and for a stranger there is no such chat', async () => {
    await expect(update(as('member'), { title: 'Go' })).rejects.toThrow(Forbidden)
    await expect(update(as('owner'), { title: 'Go' }, bob)).rejects.toThrow(NotFound)
    await expect(update(as('member', aGroup({ type: 'private' })), { title: 'Go' })).rejects.toThrow(Conflict)
  })
})

describe('DeleteChat', () => {
  const command = { actorId: ada.id, chatId: groupId }

  it('an owner deletes the group, and everyone in it is told', async () => {
    const { work, chats, events } = as('owner')

    await new DeleteChat(work, events).execute(command)
    td.verify(chats.delete(groupId))
    td.verify(events.publish({ type: 'chat.deleted', chatId: groupId }))
  })

  it('an admin may not', async () => {
    const { work, chats, events } = as('admin')

    await expect(new DeleteChat(work, events).execute(command)).rejects.toThrow(Forbidden)
    expect(td.explain(chats.delete).callCount).toBe(0)
  })
})

describe('SubscribeToChats', () => {
  it("takes the caller's seats to the caller's sockets", async () => {
    const reader = td.object<ChatReader>()
    const connections = td.object<LiveConnections>()
    td.when(reader.seatsOf(ada.id)).thenResolve([{ chatId: groupId, firstNumber: 1, asOf: 10 }])

    await new SubscribeToChats(reader, connections).execute({ userId: ada.id })
    td.verify(connections.subscribe(ada.id, [{ chatId: groupId, firstNumber: 1, asOf: 10 }]))
    expect(td.explain(connections.unsubscribe).callCount).toBe(0)
  })

  it('S120 takes back a seat that was lost while it was being taken', async () => {
    const reader = td.object<ChatReader>()
    const connections = td.object<LiveConnections>()
    td.when(reader.seatsOf(ada.id)).thenResolve([{ chatId: groupId, firstNumber: 1, asOf: 10 }], [])

    await new SubscribeToChats(reader, connections).execute({ userId: ada.id })
    td.verify(connections.unsubscribe(ada.id, [{ chatId: groupId, seq: 11 }]))
  })
})

describe('Exit', () => {
  it("ends the leaver's subscription before anyone is told", async () => {
    const connections = td.object<LiveConnections>()
    const events = td.object<EventPublisher>()
    const order: string[] = []
    td.when(connections.unsubscribe(bob.id, [{ chatId: groupId, seq: 11 }])).thenDo(async () => void order.push('unsubscribed'))
    const member = memberView(aMembership(bob, { seq: 11 }), bob, aGroup())
    td.when(
      events.publish(
        { type: 'member.left', chatId: groupId, seq: 11, member },
        { type: 'chat.removed', userId: bob.id, chatId: groupId, reason: 'removed', seq: 11 },
      ),
    ).thenDo(() => order.push('told'))

    await new Exit(connections, events).close(groupId, member, 'removed')
    expect(order).toEqual(['unsubscribed', 'told'])
  })
})

describe('RoleAnnouncement', () => {
  it('tells the chat, and the devices of the one whose role it is', async () => {
    const reader = td.object<ChatReader>()
    const events = td.object<EventPublisher>()
    const member = memberView(aMembership(bob, { role: 'admin', seq: 11 }), bob, aGroup())
    td.when(reader.findForMembers(groupId, [bob.id])).thenResolve(new Map([[bob.id, asSeenBy(aGroup(), { role: 'admin' })]]))

    await new RoleAnnouncement(reader, events).announce(groupId, member)
    td.verify(events.publish({ type: 'member.updated', chatId: groupId, seq: 11, member }))
    td.verify(
      events.publish({ type: 'me.updated', userId: bob.id, chatId: groupId, me: aMe({ role: 'admin' }), unread: 0, unreadMentions: 0 }),
    )
  })
})
