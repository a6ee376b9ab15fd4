import { type Api, apiOver, type NewChat } from './api.js'
import { Http } from './http.js'
import type { OwnChat } from './model.js'
import { Outbox } from './outbox.js'
import { ApiProblem } from './problem.js'
import { ReadMarks } from './read-marks.js'
import { Session } from './session.js'
import { LiveSocket, type WebSocketFactory } from './socket.js'
import { Store } from './store.js'
import { Synchroniser } from './synchroniser.js'
import { type Fetch, transportTo } from './transport.js'

export interface ClientOptions {
  /** Where the server is, such as `https://chat.example.org`. */
  readonly url: string
  readonly fetch?: Fetch
  readonly openSocket?: WebSocketFactory
}

/** One user's view of a Parley server, kept true by REST and the live connection. */
export class ParleyClient {
  readonly session: Session
  readonly api: Api
  readonly store = new Store()
  readonly socket: LiveSocket
  readonly outbox: Outbox
  readonly readMarks: ReadMarks
  readonly #sync: Synchroniser
  readonly #paging = new Map<string, Promise<void>>()
  readonly #asked = new Set<string>()

  constructor({ url, fetch = globalThis.fetch.bind(globalThis), openSocket = browserSocket }: ClientOptions) {
    const transport = transportTo(url, fetch)
    this.session = new Session(transport)
    this.api = apiOver(new Http(transport, this.session))
    this.socket = new LiveSocket({
      url: new URL('/v1/ws', url.replace(/^http/, 'ws')).href,
      open: openSocket,
      tokens: this.session,
      onEvent: (event) => {
        this.store.dispatch({ type: 'event', event })
        if (event.type !== 'ready') return
        this.readMarks.flush()
        this.#sync.wake()
      },
    })
    this.outbox = new Outbox(this.store, this.api.sendMessage)
    this.readMarks = new ReadMarks(this.store, this.api.markRead)
    this.#sync = new Synchroniser(this.store, this.api.sync)
  }

  /** Takes up the browser's session if there is one, and follows it from then on. Returns how to stop. */
  start(): () => void {
    const unwatch = [this.session.state.subscribe(this.#onSession), this.store.subscribe(this.#onState)]
    void this.session.restore()
    return () => {
      for (const stop of unwatch) stop()
      this.session.stop()
      this.#hangUp()
    }
  }

  /** The network came back, or somebody looks again. */
  wake(): void {
    if (this.session.state.get().status === 'starting') void this.session.restore()
    this.socket.nudge()
    this.#sync.wake()
  }

  async createChat(chat: NewChat): Promise<OwnChat> {
    return this.#enter(await this.api.createChat(chat))
  }

  async joinChat(chatId: string): Promise<OwnChat> {
    return this.#enter(await this.api.joinChat(chatId))
  }

  async leaveChat(chatId: string): Promise<void> {
    await this.api.leaveChat(chatId)
    this.store.dispatch({ type: 'chat-left', chatId })
  }

  /** Fetches the page before the oldest message that the run holds. Calls at the same time share one request. */
  loadOlder(chatId: string): Promise<void> {
    const underWay = this.#paging.get(chatId)
    if (underWay) return underWay
    const load = this.#loadOlder(chatId).finally(() => this.#paging.delete(chatId))
    this.#paging.set(chatId, load)
    return load
  }

  /** Learns the names of people whose messages are shown, and who are not among the members held. */
  async learnUsers(userIds: readonly string[]): Promise<void> {
    const { users } = this.store.get()
    const unknown = userIds.filter((id) => !users.has(id) && !this.#asked.has(id))
    for (const id of unknown) this.#asked.add(id)
    await Promise.all(unknown.map((id) => this.#learnUser(id)))
  }

  async #learnUser(id: string): Promise<void> {
    try {
      this.store.dispatch({ type: 'users-fetched', users: [await this.api.user(id)] })
    } catch (error) {
      if (!(error instanceof ApiProblem)) this.#asked.delete(id)
    }
  }

  async #loadOlder(chatId: string): Promise<void> {
    const chat = this.store.get().chats.get(chatId)
    if (!chat || chat.from <= chat.me.firstNumber) return
    const page = await this.api.messages(chatId, chat.from)
    this.store.dispatch({ type: 'messages-fetched', chatId, messages: page.items })
  }

  #enter(chat: OwnChat): OwnChat {
    this.store.dispatch({ type: 'chat-entered', chat })
    return chat
  }

  readonly #onSession = (): void => {
    const state = this.session.state.get()
    this.#hangUp()
    if (state.status !== 'signed-in') return
    this.store.dispatch({ type: 'signed-in', user: state.user })
    this.socket.start()
    // The chats can be shown before the connection stands.
    this.#sync.request()
  }

  readonly #onState = (): void => {
    const { userId, syncWanted } = this.store.get()
    if (userId !== null && syncWanted) this.#sync.request()
  }

  /** Nothing of the one who was here stays. */
  #hangUp(): void {
    this.socket.stop()
    this.#sync.stop()
    this.readMarks.forget()
    this.#asked.clear()
    this.store.dispatch({ type: 'signed-out' })
  }
}

const browserSocket: WebSocketFactory = (url, protocols) => new WebSocket(url, [...protocols])
