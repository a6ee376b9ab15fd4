import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { ChangePreferences } from '../../../src/application/own-state/change-preferences.js'
import { MarkDelivered } from '../../../src/application/own-state/mark-delivered.js'
import type { ChatPreferences } from '../../../src/application/ports/chat-preferences.js'
import type { EventPublisher } from '../../../src/application/ports/event-publisher.js'
import type { ReadMarks } from '../../../src/application/ports/read-marks.js'
import { NotFound } from '../../../src/domain/errors.js'
import type { ChatId } from '../../../src/domain/ids.js'
import { ada, aMe, groupId } from '../../support/people.js'

afterEach(() => td.reset())

const marked = { chatId: groupId, moved: true, me: aMe({ deliveredNumber: 6 }), unread: 2, unreadMentions: 0, shown: true, membersSeq: 5 }
const { me } = marked

describe('ChangePreferences', () => {
  const setUp = (left: Awaited<ReturnType<ChatPreferences['change']>>) => {
    const preferences = td.object<ChatPreferences>()
    const events = td.object<EventPublisher>()
    td.when(preferences.change(groupId, ada.id, { muted: true })).thenResolve(left)
    const changePreferences = new ChangePreferences(preferences, events)
    return { events, change: () => changePreferences.execute({ userId: ada.id, chatId: groupId, changes: { muted: true } }) }
  }

  it('answers what is left, and tells the own devices', async () => {
    const { events, change } = setUp(marked)

    expect(await change()).toBe(me)
    td.verify(events.publish({ type: 'me.updated', userId: ada.id, chatId: groupId, me, unread: 2, unreadMentions: 0 }))
  })

  it('says nothing where nothing changed', async () => {
    const { events, change } = setUp({ ...marked, moved: false })

    expect(await change()).toBe(me)
    expect(td.explain(events.publish).callCount).toBe(0)
  })

  it('S113 a chat the caller is not in does not exist for them', async () => {
    await expect(setUp(null).change()).rejects.toThrow(NotFound)
  })
})

describe('MarkDelivered', () => {
  const otherId = '10000000-0000-7000-8000-000000000002' as ChatId
  const deliveries = [groupId, otherId].map((chatId) => ({ chatId, number: 6 }))
  const setUp = (left: Awaited<ReturnType<ReadMarks['deliver']>>) => {
    const marks = td.object<ReadMarks>()
    const events = td.object<EventPublisher>()
    td.when(marks.deliver(ada.id, deliveries)).thenResolve(left)
    const markDelivered = new MarkDelivered(marks, events)
    return { events, deliver: () => markDelivered.execute({ userId: ada.id, deliveries }) }
  }

  it('tells the own devices and the others of each chat where the mark moved', async () => {
    const { events, deliver } = setUp([marked, { ...marked, chatId: otherId, moved: false }])

    await deliver()
    td.verify(events.publish({ type: 'me.updated', userId: ada.id, chatId: groupId, me, unread: 2, unreadMentions: 0 }))
    td.verify(events.publish({ type: 'receipt', chatId: groupId, userId: ada.id, membersSeq: 5, deliveredNumber: 6 }))
    expect(td.explain(events.publish).callCount).toBe(2)
  })

  it('tells the own devices alone where the others are shown no marks', async () => {
    const { events, deliver } = setUp([{ ...marked, shown: false }])

    await deliver()
    expect(td.explain(events.publish).calls.map(({ args }) => args[0].type)).toEqual(['me.updated'])
  })

  it('S118 chats of which the caller is not in one do not exist for them', async () => {
    await expect(setUp(null).deliver()).rejects.toThrow(NotFound)
  })
})
