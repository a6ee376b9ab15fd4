import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { SendMessage } from '../../../src/application/messages/send-message.js'
import type { EventPublisher } from '../../../src/application/ports/event-publisher.js'
import type { MessageRepository } from '../../../src/application/ports/message-repository.js'
import { NotFound, ValidationFailed } from '../../../src/domain/errors.js'
import { ada, aMe, aMessage, at, clientId, groupId, messageId } from '../../support/people.js'

afterEach(() => td.reset())

describe('SendMessage', () => {
  const setUp = () => {
    const messages = td.object<MessageRepository>()
    const events = td.object<EventPublisher>()
    return { messages, events, sendMessage: new SendMessage(messages, events, { next: () => messageId }, { now: () => at }) }
  }
  const command = { userId: ada.id, chatId: groupId, clientId, text: 'Hello', replyTo: null }
  const plain = { threadRoot: undefined, attachmentIds: undefined, forwardOf: undefined }
  const draft = { id: messageId, chatId: groupId, clientId, senderId: ada.id, text: 'Hello', replyTo: null, ...plain, createdAt: at }

  it('stores the message and announces it, with what it leaves the sender with', async () => {
    const { messages, events, sendMessage } = setUp()
    const message = aMessage()
    td.when(messages.append(draft)).thenResolve({
      created: true,
      message,
      membersSeq: 2,
      sender: { me: aMe(), unread: 0, unreadMentions: 0 },
      root: null,
    })

    expect(await sendMessage.execute(command)).toEqual({ message, created: true })
    td.verify(events.publish({ type: 'message.created', chatId: groupId, seq: 11, message, membersSeq: 2 }))
    td.verify(events.publish({ type: 'me.updated', userId: ada.id, chatId: groupId, me: aMe(), unread: 0, unreadMentions: 0 }))
  })

  it('announces only the message where a later one of the same moment says what the sender is left with', async () => {
    const { messages, events, sendMessage } = setUp()
    const message = aMessage()
    td.when(messages.append(draft)).thenResolve({ created: true, message, membersSeq: 2, sender: null, root: null })

    await sendMessage.execute(command)
    expect(td.explain(events.publish).callCount).toBe(1)
  })

  it('a reply in a thread announces the root as well, and that the sender follows', async () => {
    const { messages, events, sendMessage } = setUp()
    const root = aMessage({ replyCount: 1, seq: 12 })
    const message = aMessage({ threadRoot: root.id })
    td.when(messages.append({ ...draft, threadRoot: root.id })).thenResolve({ created: true, message, membersSeq: 2, sender: null, root })

    await sendMessage.execute({ ...command, threadRoot: root.id })
    td.verify(events.publish({ type: 'message.updated', chatId: groupId, seq: 12, message: root }))
    const place = { following: true, readNumber: message.number, unread: 0 }
    td.verify(events.publish({ type: 'thread.updated', userId: ada.id, chatId: groupId, rootId: root.id, ...place }))
  })

  it('answers a repeated clientId with the first message and announces nothing', async () => {
    const { messages, events, sendMessage } = setUp()
    const message = aMessage({ text: 'Hello, edited' })
    td.when(messages.append(draft)).thenResolve({ created: false, message })

    expect(await sendMessage.execute(command)).toEqual({ message, created: false })
    expect(td.explain(events.publish).callCount).toBe(0)
  })

  it('announces nothing for a chat that the sender is not in', async () => {
    const { messages, events, sendMessage } = setUp()
    td.when(messages.append(draft)).thenReject(new NotFound('chat'))

    await expect(sendMessage.execute(command)).rejects.toThrow(NotFound)
    expect(td.explain(events.publish).callCount).toBe(0)
  })

  it('stores nothing of a text that shows nothing', async () => {
    const { messages, sendMessage } = setUp()
    await expect(sendMessage.execute({ ...command, text: ' \u200b' })).rejects.toThrow(ValidationFailed)
    expect(td.explain(messages.append).callCount).toBe(0)
  })
})
