import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { CreateGroup } from '../../../src/application/chats/create-group.js'
import { Entrance } from '../../../src/application/chats/entrance.js'
import { OpenPrivateChat } from '../../../src/application/chats/open-private-chat.js'
import type { ChatReader } from '../../../src/application/ports/chat-reader.js'
import type { EventPublisher } from '../../../src/application/ports/event-publisher.js'
import type { LiveConnections } from '../../../src/application/ports/live-connections.js'
import { Forbidden, NotFound, ValidationFailed } from '../../../src/domain/errors.js'
import type { ChatId, UserId } from '../../../src/domain/ids.js'
import { ada, aGroup, aMembership, asSeenBy, at, bob, groupId } from '../../support/people.js'
import { aUnitOfWork } from '../unit-of-work-double.js'

afterEach(() => td.reset())

const ids = { next: () => groupId }
const clock = { now: () => at }
const nobody = 'ffffffff-0000-7000-8000-000000000000' as UserId

describe('CreateGroup', () => {
  const setUp = () => {
    const stores = aUnitOfWork({ users: [ada, bob] })
    const entrance = td.object<Entrance>()
    return { ...stores, entrance, createGroup: new CreateGroup(stores.work, entrance, ids, clock) }
  }

  it('makes the caller the owner and names everyone once', async () => {
    const { createGroup, entrance, chats, memberships } = setUp()
    const view = asSeenBy(aGroup())
    td.when(entrance.show(groupId, ada.id)).thenResolve(view)

    expect(await createGroup.execute({ userId: ada.id, settings: { title: 'Chess' }, memberIds: [bob.id, ada.id, bob.id] })).toBe(view)
    td.verify(entrance.open(groupId, [ada.id, bob.id]))
    td.verify(chats.insertGroup(td.matchers.contains({ title: 'Chess', memberCount: 2, seq: 2 })))
    td.verify(
      memberships.save([
        td.matchers.contains({ userId: ada.id, role: 'owner', seq: 1 }),
        td.matchers.contains({ userId: bob.id, role: 'member', seq: 2 }),
      ] as never),
    )
  })

  it('makes nothing for a caller who was erased meanwhile', async () => {
    const { createGroup, chats } = setUp()

    await expect(createGroup.execute({ userId: nobody, settings: { title: 'Chess' }, memberIds: [bob.id] })).rejects.toThrow(NotFound)
    expect(td.explain(chats.insertGroup).callCount).toBe(0)
  })

  it('S122 makes nothing with somebody if one has blocked the other', async () => {
    const { createGroup, blocks, chats } = setUp()
    td.when(blocks.between(ada.id, [bob.id])).thenResolve(new Set([bob.id]))

    await expect(createGroup.execute({ userId: ada.id, settings: { title: 'Chess' }, memberIds: [bob.id] })).rejects.toThrow(Forbidden)
    expect(td.explain(chats.insertGroup).callCount).toBe(0)
  })

  it('names each member that is not a user, and makes nothing', async () => {
    const { createGroup, chats } = setUp()

    const refusal = createGroup.execute({ userId: ada.id, settings: { title: 'Chess' }, memberIds: [bob.id, nobody] })
    await expect(refusal).rejects.toMatchObject({ errors: [{ path: 'memberIds.1', message: 'is not a user' }] })
    expect(td.explain(chats.insertGroup).callCount).toBe(0)
  })
})

describe('OpenPrivateChat', () => {
  const setUp = (existing: ChatId) => {
    const stores = aUnitOfWork({ users: [ada, bob] })
    td.when(stores.chats.insertPrivate(td.matchers.contains({ type: 'private' }), [ada.id, bob.id])).thenResolve(existing)
    const entrance = td.object<Entrance>()
    return { ...stores, entrance, open: new OpenPrivateChat(stores.work, entrance, ids, clock) }
  }

  it('opens one for the pair, whichever of them asks', async () => {
    const { open, entrance, memberships } = setUp(groupId)
    const view = asSeenBy(aGroup({ type: 'private' }))
    td.when(entrance.show(groupId, bob.id)).thenResolve(view)

    expect(await open.execute({ userId: bob.id, otherId: ada.id })).toEqual({ chat: view, created: true })
    td.verify(entrance.open(groupId, [ada.id, bob.id]))
    expect(td.explain(memberships.save).callCount).toBe(1)
  })

  it('answers the one they have', async () => {
    const other = '10000000-0000-7000-8000-000000000009' as ChatId
    const { open, entrance } = setUp(other)
    const view = asSeenBy(aGroup({ id: other, type: 'private' }))
    td.when(entrance.show(other, ada.id)).thenResolve(view)

    expect(await open.execute({ userId: ada.id, otherId: bob.id })).toEqual({ chat: view, created: false })
    expect(td.explain(entrance.open).callCount).toBe(0)
  })

  it('F1 lets both into the one they have while it is empty: who made it may have died before telling them', async () => {
    const other = '10000000-0000-7000-8000-000000000009' as ChatId
    const { open, entrance } = setUp(other)
    td.when(entrance.show(other, ada.id)).thenResolve(asSeenBy(aGroup({ id: other, type: 'private', messageCount: 0 })))

    expect((await open.execute({ userId: ada.id, otherId: bob.id })).created).toBe(false)
    td.verify(entrance.open(other, [ada.id, bob.id]))
  })

  it('S122 neither with somebody if one has blocked the other, nor the one they have', async () => {
    const { open, blocks, chats } = setUp(groupId)
    td.when(blocks.between(ada.id, [bob.id])).thenResolve(new Set([bob.id]))

    await expect(open.execute({ userId: ada.id, otherId: bob.id })).rejects.toThrow(Forbidden)
    expect(td.explain(chats.insertPrivate).callCount).toBe(0)
  })

  it('S124 neither with oneself nor with a user there is not', async () => {
    const { open } = setUp(groupId)

    await expect(open.execute({ userId: ada.id, otherId: ada.id })).rejects.toThrow(ValidationFailed)
    await expect(open.execute({ userId: ada.id, otherId: nobody })).rejects.toThrow(NotFound)
  })
})

describe('Entrance', () => {
  it('subscribes the newcomers, with what they may see, before it reads what it shows them', async () => {
    const reader = td.object<ChatReader>()
    const connections = td.object<LiveConnections>()
    const events = td.object<EventPublisher>()
    const before = asSeenBy(aGroup(), { firstNumber: 5 })
    const after = asSeenBy(aGroup({ seq: 12 }), { firstNumber: 5 })
    let subscribed = false
    td.when(connections.subscribe(bob.id, [{ chatId: groupId, firstNumber: 5, asOf: before.seq }])).thenDo(async () => {
      subscribed = true
    })
    td.when(reader.findForMembers(groupId, td.matchers.anything())).thenDo(
      async (_chat: ChatId, users: readonly UserId[]) => new Map(users.map((user) => [user, subscribed ? after : before])),
    )

    await new Entrance(reader, connections, events).open(groupId, [bob.id])
    td.verify(events.publish({ type: 'chat.created', userId: bob.id, chat: after }))
  })

  it('lets a newcomer in first, and then tells those who are in', async () => {
    const reader = td.object<ChatReader>()
    const events = td.object<EventPublisher>()
    const view = asSeenBy(aGroup())
    td.when(reader.findForMembers(groupId, [bob.id])).thenResolve(new Map([[bob.id, view]]))
    const { chatId: _chatId, firstNumber: _firstNumber, ...place } = aMembership(bob, { seq: 11 })

    await new Entrance(reader, td.object<LiveConnections>(), events).welcome(groupId, bob.id, { ...place, user: bob })
    expect(td.explain(events.publish).calls.map(({ args }) => args[0])).toMatchObject([
      { type: 'chat.created', userId: bob.id, chat: view },
      { type: 'member.joined', chatId: groupId, seq: 11, member: { userId: bob.id } },
    ])
  })

  it('S120 takes the subscription back from somebody who was removed while it was made', async () => {
    const reader = td.object<ChatReader>()
    const connections = td.object<LiveConnections>()
    const view = asSeenBy(aGroup())
    td.when(reader.findForMembers(groupId, [bob.id])).thenResolve(new Map([[bob.id, view]]), new Map())

    await new Entrance(reader, connections, td.object<EventPublisher>()).open(groupId, [bob.id])
    td.verify(connections.unsubscribe(bob.id, [{ chatId: groupId, seq: view.seq + 1 }]))
  })
})
