import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { MarkRead } from '../../../src/application/messages/mark-read.js'
import type { EventPublisher } from '../../../src/application/ports/event-publisher.js'
import type { ReadMarks } from '../../../src/application/ports/read-marks.js'
import { NotFound } from '../../../src/domain/errors.js'
import { ada, aMe, groupId } from '../../support/people.js'

afterEach(() => td.reset())

describe('MarkRead', () => {
  const setUp = () => {
    const marks = td.object<ReadMarks>()
    const events = td.object<EventPublisher>()
    return { marks, events, markRead: new MarkRead(marks, events) }
  }
  const marked = { chatId: groupId, moved: true, me: aMe(), unread: 0, unreadMentions: 0, shown: true, membersSeq: 5 }
  const command = { userId: ada.id, chatId: groupId, number: 9 }

  it('tells the own devices and the others how far it was read, which is never above the head', async () => {
    const { marks, events, markRead } = setUp()
    const me = aMe({ readNumber: 6 })
    td.when(marks.advance(groupId, ada.id, 9)).thenResolve({ ...marked, me })

    await markRead.execute(command)
    td.verify(events.publish({ type: 'me.updated', userId: ada.id, chatId: groupId, me, unread: 0, unreadMentions: 0 }))
    td.verify(events.publish({ type: 'read', chatId: groupId, userId: ada.id, membersSeq: 5, number: 6 }))
  })

  it('tells the own devices alone where the others are shown no marks', async () => {
    const { marks, events, markRead } = setUp()
    td.when(marks.advance(groupId, ada.id, 9)).thenResolve({ ...marked, shown: false })

    await markRead.execute(command)
    expect(td.explain(events.publish).calls.map(({ args }) => args[0].type)).toEqual(['me.updated'])
  })

  it('says nothing where nothing moved', async () => {
    const { marks, events, markRead } = setUp()
    td.when(marks.advance(groupId, ada.id, 9)).thenResolve({ ...marked, moved: false })

    await markRead.execute(command)
    expect(td.explain(events.publish).callCount).toBe(0)
  })

  it('S118 a chat the caller is not in does not exist for them', async () => {
    const { marks, markRead } = setUp()
    td.when(marks.advance(groupId, ada.id, 9)).thenResolve(null)

    await expect(markRead.execute(command)).rejects.toThrow(NotFound)
  })
})
