import { WebSocket } from 'ws'
import { CatchUp } from '../catch-up.js'
import { HeldChats, numberIn, type WireFrame, type WireMessage, type WireSyncAnswer } from '../held-chats.js'
import type { DeviceHistory } from '../history.js'
import type { Random } from '../random.js'
import { FrameLog } from './frame-log.js'
import { type Answer, call } from './http.js'
import type { ClusterNode } from './node.js'

/** Milliseconds: who hears nothing for so long takes the connection for dead. */
const longestSilence = 45_000

export interface DeviceWorld {
  readonly nodes: readonly ClusterNode[]
  readonly random: Random
  /** One object for a message that many hold, where it is the same. */
  shared(message: WireMessage): WireMessage
  onAnswer(status: number): void
}

/** Somebody's app on one device, over real sockets: it comes back with jitter, and catches up when the contract says so. */
export class ClusterDevice {
  readonly name: string
  readonly userId: string
  readonly token: string
  readonly held = new HeldChats()
  readonly frames = new FrameLog()
  isOver = false
  readonly #world: DeviceWorld
  readonly #catchUp: CatchUp
  readonly #watch: NodeJS.Timeout
  #node: ClusterNode | null = null
  #socket: WebSocket | null = null
  #sockets = 0
  #heardAt = Date.now()

  constructor(name: string, userId: string, token: string, world: DeviceWorld) {
    this.name = name
    this.userId = userId
    this.token = token
    this.#world = world
    this.#catchUp = new CatchUp(this.held, {
      sync: async (question) => (await this.expect<WireSyncAnswer>('POST', '/v1/sync', question)).body,
      page: async (chatId, after) => (await this.expect<Page>('GET', `/v1/chats/${chatId}/messages?after=${after}&limit=100`)).body,
      pause: () => pause(world.random.between(100, 500)),
      isOver: () => this.isOver,
    })
    this.#watch = setInterval(() => {
      if (Date.now() - this.#heardAt > longestSilence) this.cut()
    }, 1_000)
  }

  get isLive(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN && this.#catchUp.isIdle
  }

  get node(): ClusterNode | null {
    return this.#node
  }

  history(chats: ReadonlySet<string>): DeviceHistory {
    const shown = new Map([...this.held.shown()].filter(([chatId]) => chats.has(chatId)))
    return { name: this.name, userId: this.userId, sessionId: this.name, frames: this.frames, shown: this.isOver ? null : shown }
  }

  connect(): void {
    if (this.isOver) return
    const node = this.#world.random.pick(this.#world.nodes)
    this.#sockets += 1
    const number = this.#sockets
    const socket = new WebSocket(`ws://127.0.0.1:${node.port}/v1/ws`, ['parley.v1', `bearer.${this.token}`], {
      handshakeTimeout: 5_000,
      perMessageDeflate: false,
    })
    this.#node = node
    this.#socket = socket
    this.#heardAt = Date.now()
    socket.on('message', (data) => this.#hear(JSON.parse((data as Buffer).toString()) as WireFrame, number))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#node = null
      setTimeout(() => this.connect(), this.#world.random.between(50, 1_500))
    })
  }

  cut(): void {
    this.#socket?.terminate()
  }

  /** From the node it is connected to, mostly. */
  async call<Body>(method: string, path: string, body?: unknown, at?: ClusterNode): Promise<Answer<Body>> {
    const { random, nodes } = this.#world
    const usual = this.#node && random.chance(0.8) ? this.#node : random.pick(nodes)
    const node = at ?? usual
    const answer = await call<Body>(node.port, method, path, { token: this.token, ...(body === undefined ? {} : { body }) })
    this.#world.onAnswer(answer.status)
    return answer
  }

  async expect<Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> {
    const answer = await this.call<Body>(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status}`)
    return answer
  }

  end(): void {
    this.isOver = true
    clearInterval(this.#watch)
    this.cut()
  }

  #hear(frame: WireFrame, socket: number): void {
    const { type, chatId, seq, data } = frame
    const message = data?.message && this.#world.shared(data.message)
    const me = type === 'me.updated' && data?.me ? { seq: data.me.seq, readNumber: data.me.readNumber } : null
    this.#heardAt = Date.now()
    this.frames.add({ at: this.#heardAt, socket, type, chatId: chatId ?? null, seq: seq ?? null, number: numberIn(frame), me })
    if (socket !== this.#sockets) return
    const compact = message ? { type, data: { message }, ...(chatId ? { chatId } : {}), ...(seq ? { seq } : {}) } : frame
    if (this.held.take(compact)) void this.#catchUp.run()
  }
}

interface Page {
  readonly items: readonly WireMessage[]
  readonly hasMoreAfter: boolean
}

export const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
