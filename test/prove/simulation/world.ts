import type { ChatId, SessionId, UserId } from '../../../src/domain/ids.js'
import type { History } from '../history.js'
import { Random } from '../random.js'
import { SimulatedRedis } from './bus.js'
import { SimulatedDatabase } from './database.js'
import { Device } from './device.js'
import { type Planted, SimulatedNode } from './node.js'
import { People } from './people.js'
import { SimulatedTime } from './time.js'

const names = ['ada', 'ben', 'cleo', 'dan'] as const
const nodeCount = 3

/** Everything there is in a run: nodes, people with their devices, two groups and a public room. */
export class SimulatedWorld {
  readonly random: Random
  readonly time: SimulatedTime
  readonly database: SimulatedDatabase
  readonly redis: SimulatedRedis
  readonly people: People
  readonly planted: Planted
  readonly users: UserId[] = []
  readonly chats: ChatId[] = []
  readonly devices: Device[] = []
  /** By place; a dead one stays until it is replaced. */
  readonly nodes: SimulatedNode[] = []
  skew = 0
  #ids = 0

  constructor(seed: number, planted: Planted) {
    this.random = new Random(seed)
    this.time = new SimulatedTime(this.random)
    this.database = new SimulatedDatabase(this.time)
    this.redis = new SimulatedRedis(this.time)
    this.people = new People(this.time)
    this.planted = planted
  }

  async open(): Promise<void> {
    for (let place = 0; place < nodeCount; place += 1) this.startNode(place)
    for (const handle of names) {
      const id = this.nextId() as UserId
      this.database.store.users.set(id, { id, handle, displayName: handle, avatarUrl: null, createdAt: this.time.clock().now() })
      this.users.push(id)
    }
    await this.time.advance(100)
    await this.#found()
    for (const userId of this.users) for (let count = this.random.between(1, 2); count > 0; count -= 1) await this.#addDevice(userId)
    await this.time.advance(1_000)
  }

  startNode(place: number): void {
    const node = new SimulatedNode(this)
    this.nodes[place] = node
    void node.start()
  }

  pickNode(): SimulatedNode | null {
    const alive = this.nodes.filter(({ process }) => !process.isDead)
    return alive.length === 0 ? null : this.random.pick(alive)
  }

  nextId(): string {
    this.#ids += 1
    return `00000000-0000-4000-8000-${String(this.#ids).padStart(12, '0')}`
  }

  devicesOf(userId: UserId): readonly Device[] {
    return this.devices.filter((device) => device.userId === userId && device.isSignedIn)
  }

  history(): History {
    const { attempts, endings } = this.people
    return { attempts, endings, ...this.database.contents(), devices: this.devices.map((device) => device.history()) }
  }

  async #found(): Promise<void> {
    const [ada, ben, cleo] = this.users as [UserId, UserId, UserId]
    const settings = [
      { title: 'All', visibility: 'private', history: 'all' },
      { title: 'Room', visibility: 'public', history: 'since_joining' },
      { title: 'Few', visibility: 'public', history: 'all' },
    ] as const
    const memberIds = [this.users, [ben], [cleo]]
    for (const [place, group] of settings.entries()) {
      const made = this.nodes[0]?.core.createGroup.execute({ userId: ada, settings: group, memberIds: memberIds[place] ?? [] })
      await this.time.advance(400)
      const chat = await made
      if (chat) this.chats.push(chat.id)
    }
  }

  async #addDevice(userId: UserId): Promise<void> {
    const name = `${names[this.users.indexOf(userId)]}'s device ${this.devices.length + 1}`
    const sessionId = this.nextId() as SessionId
    const now = this.time.clock().now()
    const end = new Date(now.getTime() + 9_000_000)
    await this.database.sessions.open({
      id: sessionId,
      accountId: userId,
      device: null,
      ip: null,
      createdAt: now,
      lastUsedAt: now,
      expiresAt: end,
      accessExpiresAt: end,
      refreshKey: '',
      refreshHash: '',
      generation: 0,
      confirmedAt: null,
      endedAt: null,
    })
    const device = new Device(name, userId, sessionId, this)
    this.devices.push(device)
    device.connect()
  }
}
