import type { Api } from './api.js'
import { backoff } from './backoff.js'
import { ApiProblem, isPassing } from './problem.js'
import { SessionEnded } from './session.js'
import type { Store } from './store.js'

/** Tries of one message, while the trouble may pass, before the person is asked. */
const mostAttempts = 4

/** Sends in order: in each chat one message at a time, so that what was written first is stored first. */
export class Outbox {
  readonly #store: Store
  readonly #send: Api['sendMessage']
  readonly #newId: () => string
  readonly #lanes = new Map<string, Promise<void>>()

  constructor(store: Store, send: Api['sendMessage'], newId: () => string = uuid) {
    this.#store = store
    this.#send = send
    this.#newId = newId
  }

  send(chatId: string, text: string): void {
    const clientId = this.#newId()
    const createdAt = new Date().toISOString()
    this.#store.dispatch({ type: 'queued', message: { clientId, chatId, text, createdAt, status: 'sending', problem: null } })
    this.#enqueue(chatId, clientId, text)
  }

  retry(clientId: string): void {
    const message = this.#store.get().pending.find((pending) => pending.clientId === clientId)
    if (message?.status !== 'failed') return
    this.#store.dispatch({ type: 'send-retried', clientId })
    this.#enqueue(message.chatId, clientId, message.text)
  }

  discard(clientId: string): void {
    this.#store.dispatch({ type: 'discarded', clientId })
  }

  #enqueue(chatId: string, clientId: string, text: string): void {
    const before = this.#lanes.get(chatId) ?? Promise.resolve()
    const mine = before.then(() => this.#deliver(chatId, clientId, text))
    this.#lanes.set(chatId, mine)
    void mine.then(() => {
      if (this.#lanes.get(chatId) === mine) this.#lanes.delete(chatId)
    })
  }

  async #deliver(chatId: string, clientId: string, text: string): Promise<void> {
    const sender = this.#store.get().userId
    for (let attempt = 1; ; attempt += 1) {
      // Discarded meanwhile, or whoever wrote it has signed out: it must not go out in the name of the next one.
      if (!this.#store.get().pending.some((pending) => pending.clientId === clientId)) return
      try {
        const message = await this.#send(chatId, { clientId, text })
        if (this.#store.get().userId === sender) this.#store.dispatch({ type: 'messages-fetched', chatId, messages: [message] })
        return
      } catch (error) {
        if (error instanceof SessionEnded || this.#store.get().userId !== sender) return
        if (!isPassing(error) || attempt === mostAttempts) {
          this.#store.dispatch({ type: 'send-failed', clientId, problem: reasonOf(error) })
          return
        }
        await pause(waitAfter(error, attempt))
      }
    }
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

const waitAfter = (error: unknown, attempt: number): number => {
  const told = error instanceof ApiProblem && error.retryAfter !== null ? error.retryAfter * 1_000 : 0
  return told + backoff(attempt, Math.random, { base: 250, cap: 4_000 })
}

function reasonOf(error: unknown): string {
  if (error instanceof ApiProblem && error.status === 404) return 'You are no longer in this chat.'
  if (error instanceof ApiProblem && error.errors[0]) return `The message ${error.errors[0].message}.`
  return error instanceof Error ? error.message : 'It could not be sent.'
}

/** `crypto.randomUUID` exists on secure origins only; a development server in the local network is none. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
