import { backoff } from './backoff.js'
import { type LiveEvent, readFrame } from './events.js'
import { Observable } from './observable.js'
import { SessionEnded } from './problem.js'

/** What is used of a WebSocket: the browser's, or that of a test. */
export type WebSocketLike = Pick<WebSocket, 'onmessage' | 'onclose' | 'close'>

export type WebSocketFactory = (url: string, protocols: readonly string[]) => WebSocketLike

/** The two things that a connection needs of the session. */
export interface TokenSource {
  token(): Promise<string>
  renew(): Promise<string>
}

export type SocketStatus =
  | 'idle'
  | 'connecting'
  | 'live'
  /** Lost; the next attempt is set. */
  | 'waiting'
  /** The server refuses this client as it is: trying again would not help. */
  | 'refused'

/** Nothing heard for so long means that nobody is there: the server is never silent for more than 25 s. */
const longestSilence = 45_000
/** A connection that lasted so long was a good one. */
const goodAfter = 10_000
const protocolErrors: ReadonlySet<number> = new Set([1002, 1003, 1007, 1008, 1009])
const sessionEnded = 4401
const tooManyConnections = 4409

/** The live connection: keeps itself up, and tells what it hears. Whoever listens syncs after each `ready`. */
export class LiveSocket {
  readonly status = new Observable<SocketStatus>('idle')
  readonly #url: string
  readonly #open: WebSocketFactory
  readonly #tokens: TokenSource
  readonly #onEvent: (event: LiveEvent) => void
  readonly #random: () => number
  #socket: WebSocketLike | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #failures = 0
  #readyAt: number | null = null
  /** Each start and stop begins a new life; what an older one still does counts for nothing. */
  #life = 0

  constructor(options: {
    url: string
    open: WebSocketFactory
    tokens: TokenSource
    onEvent: (event: LiveEvent) => void
    random?: () => number
  }) {
    this.#url = options.url
    this.#open = options.open
    this.#tokens = options.tokens
    this.#onEvent = options.onEvent
    this.#random = options.random ?? Math.random
  }

  start(): void {
    if (this.status.get() !== 'idle') return
    this.#failures = 0
    void this.#connect(false)
  }

  stop(): void {
    this.#drop()
    this.status.set('idle')
  }

  /** The network came back, or somebody looks again: no more waiting. */
  nudge(): void {
    if (this.status.get() === 'waiting') void this.#connect(false)
  }

  async #connect(withNewToken: boolean): Promise<void> {
    this.#drop()
    const life = this.#life
    this.status.set('connecting')
    let token: string
    try {
      token = await (withNewToken ? this.#tokens.renew() : this.#tokens.token())
    } catch (error) {
      if (life !== this.#life) return
      if (error instanceof SessionEnded) this.stop()
      else this.#wait()
      return
    }
    if (life !== this.#life) return
    const socket = this.#open(this.#url, ['parley.v1', `bearer.${token}`])
    this.#socket = socket
    socket.onmessage = (message) => this.#hear(message.data)
    socket.onclose = (end) => this.#closed(end.code)
    this.#watch()
  }

  #hear(data: unknown): void {
    this.#watch()
    const event = typeof data === 'string' ? readFrame(data) : null
    if (!event) return
    if (event.type === 'ready') {
      this.#readyAt = Date.now()
      this.status.set('live')
    }
    this.#onEvent(event)
  }

  #closed(code: number): void {
    this.#forgive()
    if (protocolErrors.has(code)) {
      this.#drop()
      this.status.set('refused')
      return
    }
    if (code === sessionEnded && this.#failures === 0) {
      this.#failures = 1
      void this.#connect(true)
      return
    }
    // Each further tab would push out another one: leave the others in peace for a while.
    if (code === tooManyConnections) this.#failures = Math.max(this.#failures, 6)
    this.#wait(code === sessionEnded)
  }

  #wait(tokenWasRefused = false): void {
    this.#drop()
    this.status.set('waiting')
    const delay = backoff(this.#failures, this.#random)
    this.#failures += 1
    // To a browser a refused upgrade looks like a lost network: now and then the token is renewed in case it is to blame.
    const withNewToken = tokenWasRefused || this.#failures % 3 === 0
    this.#timer = setTimeout(() => void this.#connect(withNewToken), delay)
  }

  #watch(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#forgive()
      this.#wait()
    }, longestSilence)
  }

  #forgive(): void {
    if (this.#readyAt !== null && Date.now() - this.#readyAt >= goodAfter) this.#failures = 0
  }

  /** Lets go of the connection without waiting for its end: a dead one may take minutes to say so. */
  #drop(): void {
    this.#life += 1
    clearTimeout(this.#timer)
    this.#readyAt = null
    const socket = this.#socket
    this.#socket = null
    if (!socket) return
    socket.onmessage = null
    socket.onclose = null
    socket.close(1000)
  }
}
