import { type Api, apiOver } from './api/api.js'
import type { NewChat } from './api/chat-api.js'
import { DeliveredMarks } from './delivered-marks.js'
import { Files } from './files.js'
import { Http } from './http.js'
import type { Attachment, OwnChat } from './model.js'
import { Outbox } from './outbox/outbox.js'
import type { OutboxStorage } from './outbox/outbox-storage.js'
import { Pages } from './pages.js'
import { ApiProblem } from './problem.js'
import { ReadMarks } from './read-marks.js'
import { type Carrier, Session } from './session.js'
import { SharedSocket } from './shared-socket.js'
import type { WebSocketFactory } from './socket.js'
import { Store } from './store.js'
import { Synchroniser } from './synchroniser.js'
import { soleTab, type Tabs } from './tabs/tabs.js'
import { type Fetch, transportTo } from './transport.js'

export interface ClientOptions {
  /** Where the server is, such as `https://chat.example.org`. */
  readonly url: string
  readonly fetch?: Fetch
  readonly openSocket?: WebSocketFactory
  /** `body` for programs that are no browser: they have no cookies. */
  readonly carrier?: Carrier
  /** With `browserTabs()` all tabs of a browser share one connection and one session. */
  readonly tabs?: Tabs
  /** With `indexedDbOutbox()` what was not sent yet survives a reload. */
  readonly outbox?: OutboxStorage
}

/** One user's view of a Parley server, kept true by REST and the live connection. */
export class ParleyClient {
  readonly session: Session
  readonly api: Api
  readonly store = new Store()
  readonly socket: SharedSocket
  readonly outbox: Outbox
  readonly readMarks: ReadMarks
  readonly #deliveredMarks: DeliveredMarks
  readonly #sync: Synchroniser
  readonly #pages: Pages
  readonly #files: Files
  readonly #asked = new Set<string>()
  #stopSending: () => void = () => undefined

  constructor({
    url,
    fetch = globalThis.fetch.bind(globalThis),
    openSocket = browserSocket,
    tabs = soleTab(),
    carrier = 'cookie',
    outbox,
  }: ClientOptions) {
    const transport = transportTo(url, fetch)
    this.session = new Session(transport, { tabs, carrier })
    this.api = apiOver(new Http(transport, this.session))
    this.socket = new SharedSocket({
      url: new URL('/v1/ws', url.replace(/^http/, 'ws')).href,
      open: openSocket,
      tokens: this.session,
      tabs,
      onEvent: (event) => {
        this.store.dispatch({ type: 'event', event })
        if (event.type !== 'ready') return
        this.readMarks.flush()
        this.#sync.wake()
        this.outbox.wake()
      },
    })
    this.outbox = new Outbox({ store: this.store, send: this.api.sendMessage, tabs, ...(outbox ? { storage: outbox } : {}) })
    this.#files = new Files(url, fetch, this.session)
    this.#pages = new Pages(this.store, this.api.messages)
    this.readMarks = new ReadMarks(this.store, this.api.markRead)
    const isOurs = () => this.socket.isLeader
    this.#deliveredMarks = new DeliveredMarks({ store: this.store, deliver: this.api.markDelivered, isOurs })
    this.#sync = new Synchroniser(this.store, this.api.sync)
  }

  /** Takes up the browser's session if there is one, and follows it from then on. Returns how to stop. */
  start(): () => void {
    const unwatch = [this.session.state.subscribe(this.#onSession), this.store.subscribe(this.#onState)]
    void this.session.start()
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
    this.outbox.wake()
  }

  async createChat(chat: NewChat): Promise<OwnChat> {
    return this.#enter(await this.api.createChat(chat))
  }

  async joinChat(chatId: string): Promise<OwnChat> {
    return this.#enter(await this.api.joinChat(chatId))
  }

  async acceptInvite(code: string): Promise<OwnChat> {
    return this.#enter(await this.api.acceptInvite(code))
  }

  async leaveChat(chatId: string): Promise<void> {
    await this.api.leaveChat(chatId)
    this.store.dispatch({ type: 'chat-left', chatId })
  }

  /** Fetches what is missing of these numbers, and lets go of what is far from them. Calls for the same page share one request. */
  loadMessages(chatId: string, first: number, last: number): Promise<void> {
    return this.#pages.load(chatId, first, last)
  }

  /** Takes a file to the server, to go along with a message. `onProgress` is told from 0 to 1. */
  upload(file: File, onProgress?: (part: number) => void): Promise<Attachment> {
    return this.#files.upload(file, onProgress)
  }

  /** The content of an attachment, by the address that its message gives. */
  file(address: string): Promise<Blob> {
    return this.#files.download(address)
  }

  /** The number of the first message of that moment or later; of the newest if there is none. */
  numberAt(chatId: string, moment: Date): Promise<number> {
    return this.#pages.numberAt(chatId, moment)
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

  #enter(chat: OwnChat): OwnChat {
    this.store.dispatch({ type: 'chat-entered', chat })
    return chat
  }

  readonly #onSession = (): void => {
    const state = this.session.state.get()
    this.#hangUp()
    if (state.status !== 'signed-in') return
    this.store.dispatch({ type: 'signed-in', user: state.user })
    this.socket.start(state.user.id)
    this.#stopSending = this.outbox.start()
    // The chats can be shown before the connection stands.
    this.#sync.request()
  }

  readonly #onState = (): void => {
    const { userId, syncWanted } = this.store.get()
    if (userId === null) return
    if (syncWanted) this.#sync.request()
    this.#pages.release()
    this.#deliveredMarks.look()
  }

  /** Nothing of the one who was here stays. */
  #hangUp(): void {
    this.socket.stop()
    this.#stopSending()
    this.#sync.stop()
    this.readMarks.forget()
    this.#deliveredMarks.forget()
    this.#pages.forget()
    this.#asked.clear()
    this.store.dispatch({ type: 'signed-out' })
  }
}

const browserSocket: WebSocketFactory = (url, protocols) => new WebSocket(url, [...protocols])
