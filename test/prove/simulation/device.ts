import type { ChatCore } from '../../../src/application/chat-core.js'
import type { ChatId, SessionId, UserId } from '../../../src/domain/ids.js'
import { CatchUp } from '../catch-up.js'
import { HeldChats, numberIn, type WireFrame } from '../held-chats.js'
import type { DeviceHistory, RawFrame } from '../history.js'
import { type SimulatedNode, SimulatedSocket } from './node.js'
import type { SimulatedTime } from './time.js'

/** Milliseconds after which a client gives a request up. */
const requestPatience = 3_000

export interface DeviceWorld {
  readonly time: SimulatedTime
  /** One that answers, if there is one. */
  pickNode(): SimulatedNode | null
}

/** Somebody's app on one device: it connects, listens, catches up when the contract says so, and comes back whatever happens. */
export class Device {
  readonly name: string
  readonly userId: UserId
  readonly sessionId: SessionId
  readonly held = new HeldChats()
  isSignedIn = true
  readonly #world: DeviceWorld
  readonly #frames: RawFrame[] = []
  #node: SimulatedNode | null = null
  #socket: SimulatedSocket | null = null
  #sockets = 0
  readonly #catchUp: CatchUp

  constructor(name: string, userId: UserId, sessionId: SessionId, world: DeviceWorld) {
    this.name = name
    this.userId = userId
    this.sessionId = sessionId
    this.#world = world
    this.#catchUp = new CatchUp(this.held, {
      sync: (question) =>
        this.request(async (core) => {
          await core.subscribeToChats.execute({ userId })
          const chats = question.chats as { id: ChatId; seq: number }[]
          return core.changes.changesFor(userId, { ...question, chats })
        }),
      page: async (chatId, number) => {
        const page = await this.request((core) => core.messages.page(chatId as ChatId, userId, { kind: 'after', number }, 100))
        return page ?? { items: [], hasMoreAfter: false }
      },
      pause: () => world.time.pass(world.time.random.between(50, 300)),
      isOver: () => !this.isSignedIn,
    })
  }

  history(): DeviceHistory {
    const { name, userId, sessionId } = this
    return { name, userId, sessionId, frames: this.#frames, shown: this.isSignedIn ? this.held.shown() : null }
  }

  connect(): void {
    const node = this.#world.pickNode()
    const { time } = this.#world
    if (!node) this.#comeBack()
    if (!node || !this.isSignedIn) return
    this.#sockets += 1
    const number = this.#sockets
    const { userId, sessionId } = this
    const socket = new SimulatedSocket({ id: `${this.name} ${number}`, userId, sessionId }, time, {
      hear: (frame) => this.#hear(frame, number),
      end: () => this.#lose(socket, node),
    })
    this.#node = node
    this.#socket = socket
    void node.process.died.catch(() => this.#lose(socket, node))
    this.request((_, at) => at.connect(socket), node).then(
      (isAccepted) => {
        if (!isAccepted) this.isSignedIn = false
      },
      () => this.#lose(socket, node),
    )
  }

  /** The network drops: the node gets to know of it later, the device at once. */
  cut(): void {
    if (this.#socket && this.#node) this.#lose(this.#socket, this.#node)
  }

  /** Asks the node it is connected to, mostly. Rejects if the answer does not come back, whatever was done. */
  request<Answer>(ask: (core: ChatCore, node: SimulatedNode) => Promise<Answer>, at?: SimulatedNode): Promise<Answer> {
    const { time } = this.#world
    const usual = this.#node && !this.#node.process.isDead && time.random.chance(0.8) ? this.#node : null
    const node = at ?? usual ?? this.#world.pickNode()
    return new Promise((resolve, reject) => {
      const giveUp = time.after(requestPatience, () => reject(new Error('no answer')))
      const end = (settle: () => void) => {
        giveUp()
        settle()
      }
      if (!node) return end(() => reject(new Error('no node')))
      void node.process.died.catch((error: Error) => end(() => reject(error)))
      const back = (settle: () => void) => void time.after(time.latency(), () => (node.process.isDead ? undefined : end(settle)))
      const serve = () =>
        void ask(node.core, node).then(
          (answer) => back(() => resolve(answer)),
          (error) => back(() => reject(error)),
        )
      time.after(time.latency(), () => node.process.enter(serve))
    })
  }

  #hear(frame: WireFrame, socket: number): void {
    const { type, chatId = null, seq = null, data } = frame
    const me = data?.me
    this.#frames.push({
      at: this.#world.time.elapsed(),
      socket,
      type,
      chatId,
      seq,
      number: numberIn(frame),
      me: me && type === 'me.updated' ? { seq: me.seq, readNumber: me.readNumber } : null,
    })
    if (socket !== this.#sockets) return
    if (this.held.take(frame)) void this.#catchUp.run()
  }

  #lose(socket: SimulatedSocket, node: SimulatedNode): void {
    if (this.#socket !== socket) return
    const { time } = this.#world
    time.after(time.random.between(0, 2_000), () => node.process.enter(() => node.disconnect(socket)))
    socket.isOpen = false
    this.#socket = null
    this.#node = null
    this.#comeBack()
  }

  #comeBack(): void {
    if (this.isSignedIn) this.#world.time.after(this.#world.time.random.between(20, 400), () => this.connect())
  }
}
