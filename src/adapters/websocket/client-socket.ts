import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'
import type { Connection, Importance } from '../../application/ports/socket-transport.js'
import type { Timers } from '../../application/ports/timers.js'
import type { SessionId, UserId } from '../../domain/ids.js'
import type { JoinedFrames } from './joined-frames.js'
import { Outbox } from './outbox.js'
import type { Sweeps } from './sweep.js'

/** Milliseconds. */
const closingPatience = 2_000
const stallPatience = 10_000
const controlWindow = 10_000
/** Pings and pongs a client may send in that window. */
const mostControls = 40

interface Parts {
  readonly id: string
  readonly userId: UserId
  readonly sessionId: SessionId
  readonly webSocket: WebSocket
  /** What the WebSocket runs over: whole frames are written to it between those that `ws` writes itself. */
  readonly stream: Duplex
  readonly shared: SharedBySockets
}

/** What all sockets of a gateway have in common. */
export interface SharedBySockets {
  readonly timers: Timers
  readonly sweeps: Sweeps
  readonly joined: JoinedFrames
  readonly owner: SocketOwner
}

/** Whoever holds sockets, one for all of them. */
export interface SocketOwner {
  closed(socket: ClientSocket): void
  /** Told of each close that began here, by its code. */
  closing(code: number): void
  /** Told of each frame that was taken for a socket. */
  took(importance: Importance): void
}

/** One client's WebSocket. It only listens: whatever the client says but ping, pong and close ends it. */
export class ClientSocket implements Connection {
  readonly id: string
  readonly userId: UserId
  readonly sessionId: SessionId
  readonly #parts: Parts
  readonly #outbox: Outbox
  #closing = false
  #awaitsPong = false
  #controls = 0
  #controlsSince = 0

  constructor(parts: Parts) {
    const { webSocket, shared } = parts
    this.id = parts.id
    this.userId = parts.userId
    this.sessionId = parts.sessionId
    this.#parts = parts
    this.#outbox = new Outbox(
      (frames, bytes, written) => this.#write(frames, bytes, written),
      () => shared.timers.elapsed(),
    )
    webSocket.on('message', () => this.close(1008, 'clients send nothing here'))
    webSocket.on('ping', () => this.#countControl())
    webSocket.on('pong', () => {
      this.#awaitsPong = false
      this.#countControl()
    })
    // ws has sent the close code that the error calls for, and closes.
    webSocket.on('error', () => {
      this.#stop()
      this.#giveUpSoon()
    })
    webSocket.on('close', () => {
      this.#stop()
      shared.owner.closed(this)
    })
  }

  /** Takes effect when the turn comes of those whom it is for, together with whatever else is due to the socket by then. */
  offer(frame: Buffer, importance: Importance, audience: keyof Sweeps): void {
    if (this.#closing) return
    this.#parts.shared.owner.took(importance)
    if (this.#outbox.offer(frame, importance)) this.#parts.shared.sweeps[audience].run(this.#outbox)
    else this.#tooSlow()
  }

  /** Lets what is due go out before, as far as the network takes it at once. */
  close(code: number, reason: string): void {
    if (this.#closing) return
    this.#parts.shared.owner.closing(code)
    this.#outbox.flushAll()
    this.#stop()
    this.#parts.webSocket.close(code, reason)
    this.#giveUpSoon()
  }

  /** For every second or so: ends the socket if the client does not take what it was sent. */
  checkProgress(): void {
    if (this.#outbox.stalledFor > stallPatience) this.#tooSlow()
  }

  /** For every 15 s: ends the socket if the ping before was not answered. With `forgiving`, it was perhaps we who did not listen. */
  checkAlive(forgiving: boolean): void {
    if (this.#closing) return
    if (this.#awaitsPong && !forgiving) this.terminate()
    else this.#parts.webSocket.ping()
    this.#awaitsPong = true
  }

  terminate(): void {
    this.#parts.webSocket.terminate()
  }

  #stop(): void {
    this.#closing = true
    this.#outbox.clear()
  }

  #tooSlow(): void {
    this.#outbox.clear()
    this.close(4408, 'too slow')
  }

  #giveUpSoon(): void {
    const cancel = this.#parts.shared.timers.after(closingPatience, () => this.terminate())
    this.#parts.webSocket.once('close', cancel)
  }

  #countControl(): void {
    const now = this.#parts.shared.timers.elapsed()
    if (now - this.#controlsSince > controlWindow) {
      this.#controlsSince = now
      this.#controls = 0
    }
    this.#controls += 1
    if (this.#controls > mostControls) this.close(1008, 'too many pings')
  }

  #write(frames: readonly Buffer[], bytes: number, written: () => void): void {
    const { stream, webSocket, shared } = this.#parts
    if (webSocket.readyState !== WebSocket.OPEN) return
    const pieces = shared.joined.join(frames, bytes)
    const last = pieces.length - 1
    if (last > 0) stream.cork()
    pieces.forEach((piece, place) => void stream.write(piece, place === last ? (error) => void (error ?? written()) : undefined))
    if (last > 0) stream.uncork()
  }
}
