import type { Draft, Message } from '../model.js'
import { ApiProblem, isPassing, SessionEnded } from '../problem.js'
import type { PendingMessage } from '../state.js'
import type { Store } from '../store.js'
import { soleTab, type TabMessage, type Tabs } from '../tabs/tabs.js'
import { newClientId } from './client-id.js'
import { memoryOutbox, type OutboxStorage } from './outbox-storage.js'
import { Patience } from './patience.js'

/** Takes a message to the server; safe to repeat with the same `clientId`. */
export type Send = (chatId: string, draft: Draft & { readonly clientId: string }) => Promise<Message>

export interface OutboxParts {
  readonly store: Store
  readonly send: Send
  readonly storage?: OutboxStorage
  readonly tabs?: Tabs
  readonly newId?: () => string
}

/**
 * Sends in order: in each chat one message at a time, whichever tab it was written in. What cannot be sent now waits, over reloads, for as
 * long as it takes; what the server refuses keeps its text and steps out of the line. Nothing goes out in another one's name.
 */
export class Outbox {
  readonly #store: Store
  readonly #send: Send
  readonly #storage: OutboxStorage
  readonly #tabs: Tabs
  readonly #newId: () => string
  readonly #patience = new Patience()
  readonly #draining = new Map<string, { again: boolean }>()
  readonly #givenUp = new Set<string>()

  constructor({ store, send, storage = memoryOutbox(), tabs = soleTab(), newId = newClientId }: OutboxParts) {
    this.#store = store
    this.#send = send
    this.#storage = storage
    this.#tabs = tabs
    this.#newId = newId
  }

  /** Takes up what was left behind. Returns how to stop. */
  start(): () => void {
    const unlisten = this.#tabs.listen((message) => this.#onMessage(message))
    void this.#takeUp()
    return () => {
      unlisten()
      this.#patience.wake()
    }
  }

  /** Messages that this browser keeps for the server, whoever wrote them: known before it is known who is signed in. */
  waiting(): Promise<number> {
    return this.#storage.count()
  }

  send(chatId: string, draft: Draft): void {
    const message: PendingMessage = {
      clientId: this.#newId(),
      chatId,
      draft,
      createdAt: new Date().toISOString(),
      status: 'sending',
      problem: null,
    }
    void this.#keep(message)
  }

  /** At the end of the line, under the same id. */
  retry(clientId: string): void {
    const message = this.#pending(clientId)
    if (message?.status === 'failed') void this.#keep({ ...message, status: 'sending', problem: null })
  }

  discard(clientId: string): void {
    const { userId } = this.#store.get()
    this.#givenUp.add(clientId)
    this.#store.dispatch({ type: 'discarded', clientId })
    if (userId !== null) void this.#drop(userId, clientId)
  }

  /** The network, or the server, is there again. */
  wake(): void {
    this.#patience.wake()
    this.#tabs.tell({ type: 'wake' })
  }

  async #keep(message: PendingMessage): Promise<void> {
    const { userId } = this.#store.get()
    if (userId === null) return
    this.#store.dispatch({ type: 'queued', message })
    await this.#storage.put(userId, message)
    this.#tabs.tell({ type: 'outbox-kept', userId, message })
    if (message.status === 'sending') this.#drain(message.chatId)
  }

  async #drop(userId: string, clientId: string): Promise<void> {
    await this.#storage.remove(userId, clientId)
    this.#tabs.tell({ type: 'outbox-dropped', userId, clientId })
  }

  async #takeUp(): Promise<void> {
    const { userId } = this.#store.get()
    if (userId === null) return
    const kept = await this.#storage.of(userId)
    if (this.#store.get().userId !== userId) return
    for (const message of kept) this.#store.dispatch({ type: 'queued', message })
    for (const chatId of new Set(kept.map((message) => message.chatId))) this.#drain(chatId)
  }

  #drain(chatId: string): void {
    const underWay = this.#draining.get(chatId)
    if (underWay) {
      underWay.again = true
      return
    }
    this.#draining.set(chatId, { again: false })
    const finish = () => {
      const again = this.#draining.get(chatId)?.again === true
      this.#draining.delete(chatId)
      if (again) this.#drain(chatId)
    }
    this.#tabs.alone(`outbox.${chatId}`, () => this.#sendAll(chatId)).then(finish, finish)
  }

  async #sendAll(chatId: string): Promise<void> {
    const { userId } = this.#store.get()
    if (userId === null) return
    for (;;) {
      const kept = await this.#storage.of(userId)
      const next = kept.find((message) => message.chatId === chatId && message.status === 'sending')
      if (!next || this.#store.get().userId !== userId) return
      // Another tab may have kept it just now. If the real one is held already, this changes nothing.
      if (!this.#givenUp.has(next.clientId)) this.#store.dispatch({ type: 'queued', message: next })
      await this.#deliver(userId, next)
      if (this.#store.get().userId !== userId) return
    }
  }

  /** Until the server has it, or refuses it, or it is given up. */
  async #deliver(userId: string, { clientId, chatId, draft, ...rest }: PendingMessage): Promise<void> {
    for (let failures = 0; this.#store.get().userId === userId && this.#pending(clientId)?.status === 'sending'; failures += 1) {
      try {
        const message = await this.#send(chatId, { clientId, ...draft })
        this.#tabs.tell({ type: 'sent', userId, message })
        if (this.#store.get().userId === userId) this.#store.dispatch({ type: 'messages-fetched', chatId, messages: [message] })
        break
      } catch (error) {
        if (error instanceof SessionEnded) return
        if (!isPassing(error)) return this.#refused(userId, { ...rest, clientId, chatId, draft }, error)
        await this.#patience.after(error, failures)
      }
    }
    if (this.#store.get().userId === userId) await this.#drop(userId, clientId)
  }

  async #refused(userId: string, message: PendingMessage, error: unknown): Promise<void> {
    // Its event may have come all the same, where only the answer was lost.
    const isStillPending = this.#store.get().userId === userId && this.#pending(message.clientId) !== undefined
    if (!isStillPending) return this.#drop(userId, message.clientId)
    const failed = { ...message, status: 'failed', problem: reasonOf(error) } as const
    this.#store.dispatch({ type: 'queued', message: failed })
    await this.#storage.put(userId, failed)
    this.#tabs.tell({ type: 'outbox-kept', userId, message: failed })
  }

  #onMessage(message: TabMessage): void {
    if (message.type === 'wake') this.#patience.wake()
    if (!('userId' in message) || message.userId !== this.#store.get().userId) return
    if (message.type === 'outbox-kept') {
      this.#store.dispatch({ type: 'queued', message: message.message })
      // The tab that it was written in may be gone in a moment.
      if (message.message.status === 'sending') this.#drain(message.message.chatId)
    }
    if (message.type === 'outbox-dropped') this.#store.dispatch({ type: 'discarded', clientId: message.clientId })
    if (message.type === 'sent') {
      this.#store.dispatch({ type: 'messages-fetched', chatId: message.message.chatId, messages: [message.message] })
    }
  }

  #pending(clientId: string): PendingMessage | undefined {
    return this.#store.get().pending.find((pending) => pending.clientId === clientId)
  }
}

/** A code that the front end may have words for, or else the server's own words. */
function reasonOf(error: unknown): string {
  if (error instanceof ApiProblem && error.errors[0]) return `The message ${error.errors[0].message}.`
  return error instanceof ApiProblem ? error.code : String(error)
}
