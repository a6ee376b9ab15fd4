import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import type { EventPublisher } from '../../../src/application/ports/event-publisher.js'
import { StorePreviews } from '../../../src/application/previews/store-previews.js'
import type { Message } from '../../../src/domain/messages/message.js'
import { aGroup, aMessage } from '../../support/people.js'
import { aUnitOfWork } from '../unit-of-work-double.js'

afterEach(() => td.reset())

describe('StorePreviews', () => {
  const previews = [{ url: 'https://example.com', title: 'Chess', description: null, siteName: null, imageUrl: null }]
  const setUp = (current: Message | null) => {
    const { work, ...stores } = aUnitOfWork({ chat: aGroup({ seq: 20 }), messages: current ? [current] : [] })
    const events = td.object<EventPublisher>()
    return { stores, events, storePreviews: new StorePreviews(work, events) }
  }
  const message = aMessage({ text: 'https://example.com' })

  it('shows them with the message, as a change of the chat that everybody hears of', async () => {
    const { stores, events, storePreviews } = setUp(message)
    await storePreviews.execute({ message, previews })
    const shown = { ...message, previews, seq: 21 }
    td.verify(stores.messages.save(shown))
    td.verify(events.publish({ type: 'message.updated', chatId: message.chatId, seq: 21, message: shown }))
  })

  it.each([
    ['edited', aMessage({ text: 'Something else' })],
    ['deleted', aMessage({ text: null })],
    ['gone', null],
  ])('does nothing to a message that was %s meanwhile', async (_, current) => {
    const { events, storePreviews } = setUp(current)
    await storePreviews.execute({ message, previews })
    expect(td.explain(events.publish).callCount).toBe(0)
  })
})
