import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Principal } from '../../application/accounts/principal.js'
import { passed } from '../../application/passed.js'
import type { Timers } from '../../application/ports/timers.js'
import type { UserId } from '../../domain/ids.js'
import { ClientSocket, type SharedBySockets, type SocketOwner } from './client-socket.js'
import { JoinedFrames } from './joined-frames.js'
import { SocketChecks } from './socket-checks.js'
import { sweepsBy } from './sweep.js'
import { refuse, surviveErrors, UpgradeRefusal } from './upgrade-refusal.js'
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
  /** How many sockets may be open at once. */
  readonly caps?: SocketCaps
  /** Told of every refusal, by its code. */
  readonly onRefusal?: (request: IncomingMessage, requestId: string, code: string) => void
  /** Told of what should not happen: a refusal that is our own fault, or a socket that the hub could not take. */
  readonly onFault?: (error: unknown, request: { readonly requestId: string }) => void
}

export interface SocketCaps {
  readonly all: number
  /** Of one address, as `addressOf` tells it. */
  readonly perAddress: number
  readonly addressOf: (request: IncomingMessage) => string
}

const path = '/v1/ws'
const saneRequestId = /^[\w.:-]{1,100}$/
/** Milliseconds. */
const closingPatience = 2_500

/** Turns upgrade requests on `/v1/ws` into sockets of the hub. The server belongs to whoever made it: other paths are left alone. */
export class WebSocketGateway {
  readonly #parts: GatewayParts
  readonly #allowedOrigins: ReadonlySet<string>
  readonly #sockets: SocketChecks
  readonly #shared: SharedBySockets
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: 4096,
    maxFragments: 16,
    handleProtocols: (offered) => (offered.has(protocol) ? protocol : false),
  })
  /** Open or being opened, of all and by address. */
  #counted = 0
  readonly #byAddress = new Map<string, number>()
  readonly #closed = new Map<string, number>()
  readonly #frames = new Map<string, number>()
  #draining = false

  constructor(parts: GatewayParts) {
    this.#parts = parts
    this.#sockets = new SocketChecks(parts.timers)
    this.#shared = { timers: parts.timers, sweeps: sweepsBy(parts.timers), joined: new JoinedFrames(), owner: this.#ownerOfSockets() }
    this.#allowedOrigins = new Set(parts.allowedOrigins)
    this.#server.on('wsClientError', (error, stream, request) =>
      this.#refuse(request, stream, requestIdOf(request), new UpgradeRefusal('validation_failed', `${error.message}.`)),
    )
  }

  get size(): number {
    return this.#sockets.size
  }

  /** Sockets that were closed from here, by the code. */
  get closed(): ReadonlyMap<string, number> {
    return this.#closed
  }

  /** Frames that were handed to sockets, by their importance. */
  get frames(): ReadonlyMap<string, number> {
    return this.#frames
  }

  attach(server: Server): void {
    server.on('upgrade', (request, stream, head) => {
      const ours = pathOf(request) === path
      if (!ours && server.listenerCount('upgrade') > 1) return
      surviveErrors(stream)
      const requestId = requestIdOf(request)
      this.#upgrade(request, stream, head, ours, requestId).catch((error: unknown) => this.#refuse(request, stream, requestId, error))
    })
  }

  #refuse(request: IncomingMessage, stream: Duplex, requestId: string, reason: unknown): void {
    const code = refuse(stream, reason, requestId)
    if (code === 'internal') this.#parts.onFault?.(reason, { requestId })
    this.#parts.onRefusal?.(request, requestId, code)
  }

  /** Refuses new sockets, closes the open ones spread over the time, and resolves when all are gone. */
  async drain(milliseconds: number): Promise<void> {
    this.#draining = true
    await this.#parts.hub.drain(milliseconds)
    if (this.#sockets.size > 0) await this.#allClosed()
    this.#sockets.stop()
  }

  async #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer, ours: boolean, requestId: string): Promise<void> {
    // Node has let go of the connection: what asked for HTTP/2 cannot be served as if it had not.
    if (!ours && request.headers.upgrade?.toLowerCase() !== 'websocket')
      throw new UpgradeRefusal('validation_failed', 'There is no upgrade but to a WebSocket: ask without the Upgrade header.')
    if (!ours) throw new UpgradeRefusal('not_found', 'There is no such WebSocket.')
    if (this.#draining) throw new UpgradeRefusal('unavailable', 'This node is going away.')
    const token = readUpgrade(request, this.#allowedOrigins)
    this.#count(request, stream)
    await this.#admit(request, requestId, null)
    const principal = await this.#parts.authenticate.execute({ token })
    await this.#admit(request, requestId, principal.userId)
    this.#server.handleUpgrade(request, stream, head, (webSocket) => this.#open(principal, webSocket, stream, requestId))
  }

  /** From here until its connection is gone, a socket counts. */
  #count(request: IncomingMessage, stream: Duplex): void {
    const { caps } = this.#parts
    if (!caps) return
    if (this.#counted >= caps.all)
      throw new UpgradeRefusal('unavailable', 'This node has as many sockets as it can serve.', { 'Retry-After': '5' })
    const address = caps.addressOf(request)
    const open = this.#byAddress.get(address) ?? 0
    if (open >= caps.perAddress)
      throw new UpgradeRefusal('rate_limited', 'There are too many sockets of this address.', { 'Retry-After': '60' })
    this.#counted += 1
    this.#byAddress.set(address, open + 1)
    stream.once('close', () => {
      this.#counted -= 1
      const left = (this.#byAddress.get(address) ?? 1) - 1
      if (left > 0) this.#byAddress.set(address, left)
      else this.#byAddress.delete(address)
    })
  }

  async #admit(request: IncomingMessage, requestId: string, userId: UserId | null): Promise<void> {
    const seconds = (await this.#parts.admit?.(request, requestId, userId)) ?? null
    if (seconds !== null) throw new UpgradeRefusal('rate_limited', `Try again in ${seconds} s.`, { 'Retry-After': String(seconds) })
  }

  #open({ userId, sessionId }: Principal, webSocket: WebSocket, stream: Duplex, requestId: string): void {
    const { hub } = this.#parts
    const socket = new ClientSocket({ id: randomUUID(), userId, sessionId, webSocket, stream, shared: this.#shared })
    this.#sockets.add(socket)
    hub.connect(socket).catch((error: unknown) => {
      this.#parts.onFault?.(error, { requestId })
      socket.terminate()
    })
  }

  #ownerOfSockets(): SocketOwner {
    return {
      closed: (socket) => {
        this.#sockets.delete(socket)
        this.#parts.hub.disconnect(socket)
      },
      closing: (code) => count(this.#closed, String(code)),
      took: (importance) => count(this.#frames, importance),
    }
  }

  /** Whoever does not answer the close is cut off by then. */
  async #allClosed(): Promise<void> {
    const started = this.#parts.timers.elapsed()
    while (this.#sockets.size > 0 && this.#parts.timers.elapsed() - started < closingPatience) await passed(this.#parts.timers, 50)
  }
}

const count = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1)

function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && saneRequestId.test(given) ? given : randomUUID()
}
