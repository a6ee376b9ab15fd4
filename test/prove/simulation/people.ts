import type { ChatCore } from '../../../src/application/chat-core.js'
import { DomainError, Unavailable } from '../../../src/domain/errors.js'
import type { ChatId, ClientId, MessageId, UserId } from '../../../src/domain/ids.js'
import type { Attempt } from '../history.js'
import type { Device } from './device.js'
import type { SimulatedNode } from './node.js'
import type { SimulatedTime } from './time.js'

const mostTries = 8

interface Sending extends Attempt {
  readonly chatId: ChatId
  readonly changes: (string | null)[]
  acknowledged: Attempt['acknowledged']
  /** Once it is known. */
  messageId: MessageId | null
}

/** What people do with their devices: each act is tried again, under the same name, until it is answered or refused. */
export class People {
  readonly attempts: Sending[] = []
  readonly endings: { readonly sessionId: string; readonly at: number; readonly within: number }[] = []
  readonly #time: SimulatedTime
  /** By sender and chat: the last message whose answer has come. */
  readonly #answered = new Map<string, string>()

  constructor(time: SimulatedTime) {
    this.#time = time
  }

  /** `null` if it was refused, or never answered. */
  async act<Answer>(by: Device, ask: (core: ChatCore, node: SimulatedNode) => Promise<Answer>): Promise<Answer | null> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      try {
        return await by.request(ask)
      } catch (error) {
        if (error instanceof DomainError && !(error instanceof Unavailable)) return null
        await this.#time.pass(this.#time.random.between(50, 600))
      }
    }
    return null
  }

  async send(by: Device, chatId: ChatId): Promise<void> {
    const { userId } = by
    const clientId = `c${this.attempts.length + 1}` as ClientId
    const lane = `${userId} ${chatId}`
    const text = `text of ${clientId}`
    const after = this.#answered.get(lane) ?? null
    const attempt: Sending = { clientId, senderId: userId, chatId, text, changes: [], acknowledged: null, after, messageId: null }
    this.attempts.push(attempt)
    const answer = await this.act(by, (core) => core.sendMessage.execute({ userId, chatId, clientId, text, replyTo: null }))
    if (!answer) return
    attempt.acknowledged = { number: answer.message.number, seq: answer.message.seq }
    attempt.messageId = answer.message.id
    this.#answered.set(lane, clientId)
  }

  /** Those of theirs that are known to be there. */
  sentBy(userId: UserId): readonly Sending[] {
    return this.attempts.filter(({ senderId, messageId }) => senderId === userId && messageId !== null)
  }

  async edit(by: Device, { changes, chatId, messageId }: Sending): Promise<void> {
    if (!messageId) return
    const text = `text of ${this.#time.elapsed()}`
    changes.push(text)
    await this.act(by, (core) => core.editMessage.execute({ userId: by.userId, chatId, messageId, text }))
  }

  async delete(by: Device, { changes, chatId, messageId }: Sending): Promise<void> {
    if (!messageId) return
    changes.push(null)
    await this.act(by, (core) => core.deleteMessage.execute({ userId: by.userId, chatId, messageId }))
  }

  async logOut(by: Device, device: Device): Promise<void> {
    device.isSignedIn = false
    const done = await this.act(by, async (_, node) => {
      await node.logOut(device.sessionId)
      return true
    })
    if (done) this.endings.push({ sessionId: device.sessionId, at: this.#time.elapsed(), within: 5_000 })
  }
}
