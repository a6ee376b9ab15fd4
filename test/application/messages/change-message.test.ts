import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { DeleteMessage } from '../../../src/application/messages/delete-message.js'
import { EditMessage } from '../../../src/application/messages/edit-message.js'
import { PinMessage } from '../../../src/application/messages/pin-message.js'
import { ReactToMessage } from '../../../src/application/messages/react-to-message.js'
import type { EventPublisher } from '../../../src/application/ports/event-publisher.js'
import { Conflict, Forbidden, NotFound, ValidationFailed } from '../../../src/domain/errors.js'
import type { MessageId } from '../../../src/domain/ids.js'
import { ada, aGroup, aMembership, aMessage, bob, groupId, later, messageId } from '../../support/people.js'
import { aUnitOfWork } from '../unit-of-work-double.js'

afterEach(() => td.reset())

const clock = { now: () => later }
const command = { userId: ada.id, chatId: groupId, messageId }
const rootId = '20000000-0000-7000-8000-000000000009' as MessageId

function setUp(holds: Parameters<typeof aUnitOfWork>[0] = {}) {
  const stores = aUnitOfWork({ chat: aGroup(), memberships: [aMembership(ada)], messages: [aMessage()], ...holds })
  return { ...stores, events: td.object<EventPublisher>() }
}

describe('EditMessage', () => {
  const make = (holds?: Parameters<typeof setUp>[0]) => {
    const parts = setUp(holds)
    td.when(parts.messages.called(groupId, ['bob'])).thenResolve([bob.id])
    td.when(parts.messages.called(groupId, [])).thenResolve([])
    return { ...parts, editMessage: new EditMessage(parts.work, parts.events, clock) }
  }

  it('keeps the earlier text, stores the new one with whom it calls, and announces it', async () => {
    const { editMessage, messages, chats, events } = make()
    const edited = aMessage({ text: 'Hi @bob @all', mentions: [bob.id], editedAt: later, seq: 11 })
    expect(await editMessage.execute({ ...command, text: 'Hi @bob @all' })).toEqual(edited)
    td.verify(messages.keepText(messageId, 'Hello', later))
    td.verify(messages.save(edited))
    td.verify(chats.save(aGroup({ seq: 11 })))
    td.verify(events.publish({ type: 'message.updated', chatId: groupId, seq: 11, message: edited }))
  })

  it('the same text again changes nothing', async () => {
    const { editMessage, messages, events } = make()
    expect(await editMessage.execute({ ...command, text: 'Hello' })).toEqual(aMessage())
    expect([td.explain(messages.save).callCount, td.explain(events.publish).callCount]).toEqual([0, 0])
  })

  it('S113 S117 S119 what one may not see, did not write or may not say is refused', async () => {
    const other = { ...command, text: 'Other' }
    await expect(make({ memberships: [] }).editMessage.execute(other)).rejects.toThrow(NotFound)
    await expect(make({ messages: [] }).editMessage.execute(other)).rejects.toThrow(NotFound)
    await expect(make({ memberships: [aMembership(ada, { firstNumber: 6 })] }).editMessage.execute(other)).rejects.toThrow(NotFound)
    await expect(make({ messages: [aMessage({ senderId: bob.id })] }).editMessage.execute(other)).rejects.toThrow(Forbidden)
    await expect(make({ messages: [aMessage({ text: null, deletedAt: later })] }).editMessage.execute(other)).rejects.toThrow(Conflict)
    await expect(make().editMessage.execute({ ...command, text: ' ' })).rejects.toThrow(ValidationFailed)
  })
})

describe('in a private chat of two of whom one has blocked the other', () => {
  it('S122 nothing is edited, reacted to or pinned, but one’s own can still be deleted', async () => {
    const parts = setUp({ chat: aGroup({ type: 'private', title: null }) })
    const { work, memberships, blocks, events } = parts
    td.when(memberships.findSuccessor(groupId, ada.id)).thenResolve(aMembership(bob))
    td.when(blocks.between(ada.id, [bob.id])).thenResolve(new Set([bob.id]))
    await expect(new EditMessage(work, events, clock).execute({ ...command, text: 'Hey' })).rejects.toThrow(Forbidden)
    await expect(new ReactToMessage(work, events, clock).execute({ ...command, emoji: '👍', present: true })).rejects.toThrow(Forbidden)
    await expect(new PinMessage(work, events, clock).execute({ ...command, pinned: true })).rejects.toThrow(Forbidden)
    expect(td.explain(events.publish).callCount).toBe(0)
    await new DeleteMessage(work, events, clock).execute(command)
    expect(td.explain(events.publish).callCount).toBe(1)
  })
})

describe('DeleteMessage', () => {
  const make = (holds?: Parameters<typeof setUp>[0]) => {
    const parts = setUp(holds)
    return { ...parts, deleteMessage: new DeleteMessage(parts.work, parts.events, clock) }
  }

  it('leaves a tombstone and announces it', async () => {
    const { deleteMessage, messages, events } = make()
    await deleteMessage.execute(command)
    const tombstone = aMessage({ text: null, deletedAt: later, seq: 11 })
    td.verify(messages.save(tombstone))
    td.verify(events.publish({ type: 'message.deleted', chatId: groupId, seq: 11, message: tombstone }))
  })

  it('a reply is taken from its thread’s count: two changes, two seqs, two events', async () => {
    const root = aMessage({ id: rootId, number: 3, replyCount: 2 })
    const { deleteMessage, messages, chats, events } = make({ messages: [aMessage({ threadRoot: rootId }), root] })
    await deleteMessage.execute(command)
    const counted = { ...root, replyCount: 1, seq: 12 }
    td.verify(messages.save(counted))
    td.verify(chats.save(aGroup({ seq: 12 })))
    td.verify(
      events.publish(td.matchers.contains({ type: 'message.deleted', seq: 11 }), {
        type: 'message.updated',
        chatId: groupId,
        seq: 12,
        message: counted,
      }),
    )
  })

  it('again changes nothing', async () => {
    const { deleteMessage, messages, events } = make({ messages: [aMessage({ text: null, deletedAt: later })] })
    await deleteMessage.execute(command)
    expect([td.explain(messages.save).callCount, td.explain(events.publish).callCount]).toEqual([0, 0])
  })

  it('S117 is refused to a member for somebody else’s, done or not', async () => {
    const theirs = aMessage({ senderId: bob.id })
    await expect(make({ messages: [theirs] }).deleteMessage.execute(command)).rejects.toThrow(Forbidden)
    await expect(make({ messages: [{ ...theirs, deletedAt: later }] }).deleteMessage.execute(command)).rejects.toThrow(Forbidden)
  })
})

describe('ReactToMessage', () => {
  const reactions = [{ emoji: '👍', count: 1, userIds: [ada.id] }]
  const make = (holds?: Parameters<typeof setUp>[0]) => {
    const parts = setUp(holds)
    td.when(parts.messages.addReaction(messageId, ada.id, '👍', later)).thenResolve(reactions)
    td.when(parts.messages.removeReaction(messageId, ada.id, '👍')).thenResolve([])
    return { ...parts, reactToMessage: new ReactToMessage(parts.work, parts.events, clock) }
  }

  it('adds or takes away, and announces what is there now', async () => {
    const { reactToMessage, messages, events } = make()
    const reacted = aMessage({ reactions, seq: 11 })
    expect(await reactToMessage.execute({ ...command, emoji: '👍', present: true })).toEqual(reacted)
    td.verify(messages.save(reacted))
    td.verify(events.publish({ type: 'message.updated', chatId: groupId, seq: 11, message: reacted }))
    expect(await reactToMessage.execute({ ...command, emoji: '👍', present: false })).toEqual(aMessage({ seq: 11 }))
  })

  it('what is so already changes nothing', async () => {
    const { reactToMessage, messages, events } = make()
    td.when(messages.addReaction(messageId, ada.id, '🎉', later)).thenResolve(null)
    expect(await reactToMessage.execute({ ...command, emoji: '🎉', present: true })).toEqual(aMessage())
    expect([td.explain(messages.save).callCount, td.explain(events.publish).callCount]).toEqual([0, 0])
  })

  it('refuses what is no emoji, and what is gone', async () => {
    await expect(make().reactToMessage.execute({ ...command, emoji: 'x', present: true })).rejects.toThrow(ValidationFailed)
    const gone = make({ messages: [aMessage({ text: null, deletedAt: later })] })
    await expect(gone.reactToMessage.execute({ ...command, emoji: '👍', present: true })).rejects.toThrow(Conflict)
  })
})

describe('PinMessage', () => {
  const make = (holds?: Parameters<typeof setUp>[0]) => {
    const parts = setUp({ memberships: [aMembership(ada, { role: 'admin' })], ...holds })
    return { ...parts, pinMessage: new PinMessage(parts.work, parts.events, clock) }
  }

  it('pins and announces it; again changes nothing', async () => {
    const { pinMessage, messages, events } = make()
    const pinned = aMessage({ pinnedAt: later, seq: 11 })
    expect(await pinMessage.execute({ ...command, pinned: true })).toEqual(pinned)
    td.verify(messages.save(pinned))
    td.verify(events.publish({ type: 'message.updated', chatId: groupId, seq: 11, message: pinned }))
    const again = make({ messages: [pinned] })
    expect(await again.pinMessage.execute({ ...command, pinned: true })).toEqual(pinned)
    expect(td.explain(again.events.publish).callCount).toBe(0)
  })

  it('S117 is refused below admin, and for what is gone', async () => {
    await expect(make({ memberships: [aMembership(ada)] }).pinMessage.execute({ ...command, pinned: true })).rejects.toThrow(Forbidden)
    const gone = make({ messages: [aMessage({ text: null, deletedAt: later })] })
    await expect(gone.pinMessage.execute({ ...command, pinned: true })).rejects.toThrow(Conflict)
  })
})
