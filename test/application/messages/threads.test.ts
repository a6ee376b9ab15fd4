import { afterEach, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { FollowThread } from '../../../src/application/messages/follow-thread.js'
import { MarkThreadRead } from '../../../src/application/messages/mark-thread-read.js'
import type { EventPublisher } from '../../../src/application/ports/event-publisher.js'
import type { ThreadFollows } from '../../../src/application/ports/thread-follows.js'
import { NotFound } from '../../../src/domain/errors.js'
import { ada, groupId, messageId } from '../../support/people.js'

afterEach(() => td.reset())

const command = { userId: ada.id, chatId: groupId, rootId: messageId }
const place = { following: true, readNumber: 9, unread: 0 }

function setUp() {
  const follows = td.object<ThreadFollows>()
  const events = td.object<EventPublisher>()
  return { follows, events, followThread: new FollowThread(follows, events), markThreadRead: new MarkThreadRead(follows, events) }
}

it('FollowThread tells the user’s other devices', async () => {
  const { follows, events, followThread } = setUp()
  td.when(follows.follow(groupId, messageId, ada.id, true)).thenResolve(place)
  await followThread.execute({ ...command, following: true })
  td.verify(events.publish({ type: 'thread.updated', ...command, ...place }))
})

it('MarkThreadRead tells the user’s other devices', async () => {
  const { follows, events, markThreadRead } = setUp()
  td.when(follows.markRead(groupId, messageId, ada.id, 9)).thenResolve(place)
  await markThreadRead.execute({ ...command, number: 9 })
  td.verify(events.publish({ type: 'thread.updated', ...command, ...place }))
})

it('S113 a thread that one may not see is none', async () => {
  const { follows, events, followThread, markThreadRead } = setUp()
  td.when(follows.follow(groupId, messageId, ada.id, true)).thenResolve(null)
  td.when(follows.markRead(groupId, messageId, ada.id, 9)).thenResolve(null)
  await expect(followThread.execute({ ...command, following: true })).rejects.toThrow(NotFound)
  await expect(markThreadRead.execute({ ...command, number: 9 })).rejects.toThrow(NotFound)
  expect(td.explain(events.publish).callCount).toBe(0)
})
