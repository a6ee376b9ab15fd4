import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Principal } from '../../application/accounts/principal.js'
import type { Timers } from '../../application/ports/timers.js'
import type { UserId } from '../../domain/ids.js'
import { ClientSocket } from './client-socket.js'
import { TurnEnd } from './turn-end.js'
import { refuse, UpgradeRefusal } from './upgrade-refusal.js'
import { pathOf, protocol, readUpgrade } from './upgrade-request.js'

/** The part of the hub that a gateway needs. */
export interface SocketHub {
  connect(socket: ClientSocket): Promise<void>
  disconnect(socket: ClientSocket): void
  drain(milliseconds: number): Promise<void>
}

export interface GatewayParts {
  readonly hub: SocketHub
  readonly authenticate: { execute(input: { readonly token: string }): Promise<Principal> }
  /** Exactly as browsers send them, such as `https://chat.example.com`. A client without an Origin is not a browser, and is let through. */
  readonly allowedOrigins: readonly string[]
  readonly timers: Timers
  /** Seconds to wait for who connects too often, or `null`; asked with `null` before it is known who comes, and with the user after that. */
  readonly admit?: (request: IncomingMessage, requestId: string, userId: UserId | null) => Promise<number | null>
  /** Told of every refusal, by its code. */
  readonly onRefusal?: (request: IncomingMessage, requestId: string, code: string) => void
}

const path = '/v1/ws'
const saneRequestId = /^[\w.:-]{1,100}$/
/** Milliseconds, and how many ticks apart a socket is pinged. */
const tick = 1_000
const ticksPerPing = 15
const closingPatience = 2_500

/** Turns upgrade requests on `/v1/ws` into sockets of the hub. The server belongs to whoever made it: other paths are left alone. */
export class WebSocketGateway {
  readonly #parts: GatewayParts
  readonly #allowedOrigins: ReadonlySet<string>
  readonly #turn = new TurnEnd()
  /** Each with the tick of its turn to be pinged. */
  readonly #sockets = new Map<ClientSocket, number>()
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: 4096,
    maxFragments: 16,
    handleProtocols: (offered) => (offered.has(protocol) ? protocol : false),
  })
  #draining = false
  #ticks = 0
  #lastTick = 0
  #cancelTick: () => void = () => {}

  constructor(parts: GatewayParts) {
    this.#parts = parts
    this.#allowedOrigins = new Set(parts.allowedOrigins)
    this.#server.on('wsClientError', (error, stream, request) =>
      refuse(stream, new UpgradeRefusal(400, 'validation_failed', `${error.message}.`), requestIdOf(request)),
    )
    this.#lastTick = parts.timers.elapsed()
    this.#tickLater()
  }

  get size(): number {
    return this.#sockets.size
  }

  attach(server: Server): void {
    server.on('upgrade', (request, stream, head) => {
      const ours = pathOf(request) === path
      if (!ours && server.listenerCount('upgrade') > 1) return
      // Until ws listens: a connection that breaks meanwhile must not end the process.
      stream.on('error', () => stream.destroy())
      const requestId = requestIdOf(request)
      this.#upgrade(request, stream, head, ours, requestId).catch((error: unknown) => {
        const code = refuse(stream, error, requestId)
        this.#parts.onRefusal?.(request, requestId, code)
      })
    })
  }

  /** Refuses new sockets, closes the open ones spread over the time, and resolves when all are gone. */
  async drain(milliseconds: number): Promise<void> {
    this.#draining = true
    await this.#parts.hub.drain(milliseconds)
    if (this.#sockets.size > 0) await this.#allClosed()
    this.#cancelTick()
  }

  async #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer, ours: boolean, requestId: string): Promise<void> {
    if (!ours) throw new UpgradeRefusal(404, 'not_found', 'There is no such WebSocket.')
    if (this.#draining) throw new UpgradeRefusal(503, 'unavailable', 'This node is going away.', { 'Retry-After': '1' })
    const token = readUpgrade(request, this.#allowedOrigins)
    await this.#admit(request, requestId, null)
    const principal = await this.#parts.authenticate.execute({ token })
    await this.#admit(request, requestId, principal.userId)
    this.#server.handleUpgrade(request, stream, head, (webSocket) => this.#open(principal, webSocket, stream))
  }

  async #admit(request: IncomingMessage, requestId: string, userId: UserId | null): Promise<void> {
    const seconds = (await this.#parts.admit?.(request, requestId, userId)) ?? null
    if (seconds !== null) throw new UpgradeRefusal(429, 'rate_limited', `Try again in ${seconds} s.`, { 'Retry-After': String(seconds) })
  }

  #open({ userId, sessionId }: Principal, webSocket: WebSocket, stream: Duplex): void {
    const { hub, timers } = this.#parts
    const socket = new ClientSocket({
      id: randomUUID(),
      userId,
      sessionId,
      webSocket,
      stream,
      turn: this.#turn,
      timers,
      onClose: (closed) => {
        this.#sockets.delete(closed)
        hub.disconnect(closed)
      },
    })
    this.#sockets.set(socket, this.#ticks % ticksPerPing)
    hub.connect(socket).catch(() => socket.terminate())
  }

  #tickLater(): void {
    this.#cancelTick = this.#parts.timers.after(tick, () => {
      this.#tickLater()
      const now = this.#parts.timers.elapsed()
      // A loop that stood still has read no pongs either, nor heard what the network took.
      const stoodStill = now - this.#lastTick > 5 * tick
      this.#lastTick = now
      this.#ticks += 1
      for (const [socket, place] of this.#sockets) {
        if (!stoodStill) socket.checkProgress()
        if (place === this.#ticks % ticksPerPing) socket.checkAlive(stoodStill)
      }
    })
  }

  /** Whoever does not answer the close is cut off by then. */
  async #allClosed(): Promise<void> {
    const started = this.#parts.timers.elapsed()
    while (this.#sockets.size > 0 && this.#parts.timers.elapsed() - started < closingPatience)
      await new Promise<void>((resolve) => this.#parts.timers.after(50, resolve))
  }
}

function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && saneRequestId.test(given) ? given : randomUUID()
}
