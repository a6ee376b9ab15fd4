import type { LiveEvent } from './events.js'
import { Observable } from './observable.js'
import { LiveSocket, type SocketStatus, type TokenSource, type WebSocketFactory } from './socket.js'
import type { TabMessage, Tabs } from './tabs/tabs.js'

/** The leader passes on a heartbeat every 25 s: after so long without a word it is asked whether it is there. Milliseconds. */
const longestSilence = 60_000
/** A leader that is alive answers at once, however far in the background it is. */
const answersWithin = 5_000

/** One connection for all tabs of a browser: the leader holds it, and passes on what it hears. */
export class SharedSocket {
  readonly status = new Observable<SocketStatus>('idle')
  readonly #tabs: Tabs
  readonly #socket: LiveSocket
  readonly #onEvent: (event: LiveEvent) => void
  #userId: string | null = null
  #isLeader = false
  #stepDown: () => void = () => undefined
  #unlisten: () => void = () => undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: { url: string; open: WebSocketFactory; tokens: TokenSource; tabs: Tabs; onEvent: (event: LiveEvent) => void }) {
    this.#tabs = options.tabs
    this.#onEvent = options.onEvent
    this.#socket = new LiveSocket({ ...options, onEvent: (event) => this.#hear(event) })
    this.#socket.status.subscribe(() => {
      if (this.#isLeader) this.#tell()
    })
  }

  get isLeader(): boolean {
    return this.#isLeader
  }

  start(userId: string): void {
    this.#userId = userId
    this.status.set('connecting')
    this.#unlisten = this.#tabs.listen((message) => this.#onMessage(message))
    this.#stepDown = this.#tabs.lead(this.#begin)
    this.#ask()
  }

  stop(): void {
    this.#unlisten()
    this.#stepDown()
    this.#end()
    clearTimeout(this.#timer)
    this.#userId = null
    this.status.set('idle')
  }

  /** The network came back, or somebody looks again: no more waiting, here or where the connection is. */
  nudge(): void {
    if (this.#userId === null) return
    if (this.#isLeader) this.#socket.nudge()
    else this.#ask()
  }

  readonly #begin = (): (() => void) => {
    this.#isLeader = true
    clearTimeout(this.#timer)
    this.#socket.start()
    return this.#end
  }

  readonly #end = (): void => {
    this.#isLeader = false
    this.#socket.stop()
    if (this.#userId !== null) this.#watch()
  }

  #hear(event: LiveEvent): void {
    if (this.#userId === null) return
    this.#tabs.tell({ type: 'heard', userId: this.#userId, event })
    this.#onEvent(event)
  }

  #tell(): void {
    const status = this.#socket.status.get()
    this.status.set(status)
    this.#tabs.tell({ type: 'socket', status })
  }

  #onMessage(message: TabMessage): void {
    if (this.#isLeader) {
      if (message.type !== 'socket-wanted') return
      this.#socket.nudge()
      this.#tell()
    } else if (message.type === 'socket') {
      this.#watch()
      this.status.set(message.status)
    } else if (message.type === 'heard' && message.userId === this.#userId) {
      this.#watch()
      this.#onEvent(message.event)
    }
  }

  #watch(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#ask(), longestSilence)
  }

  /** A leader that does not answer is frozen, or worse: this tab takes its place. */
  #ask(): void {
    if (this.#isLeader) return
    clearTimeout(this.#timer)
    this.#tabs.tell({ type: 'socket-wanted' })
    this.#timer = setTimeout(() => {
      this.#stepDown()
      this.#stepDown = this.#tabs.lead(this.#begin, true)
    }, answersWithin)
  }
}
