import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { ChatChanges } from '../../../src/application/ports/change-reader.js'
import type { ChatId, UserId } from '../../../src/domain/ids.js'
import type { Role } from '../../../src/domain/member.js'
import { type LiveNode, LiveWorld } from './live-world.js'
import { arrives, type Fate } from './lossy-bus.js'
import type { FakeSocket } from './world.js'

type Frame = FakeSocket['frames'][number]

/** A client as the contract asks for: takes changes in turn, syncs when it is told to or sees a gap. */
class Client {
  /** What the socket was sent as a change, in the order of its coming, since the last sync. */
  readonly heard: number[] = []
  readonly texts = new Map<number, string | null>()
  readonly socket: FakeSocket
  readonly #node: LiveNode
  readonly #chatId: ChatId
  held = 0
  wasTold = false
  #read = 0

  constructor(node: LiveNode, socket: FakeSocket, chatId: ChatId) {
    this.#node = node
    this.socket = socket
    this.#chatId = chatId
  }

  get userId(): UserId {
    return this.socket.userId
  }

  /** Reads what has come; answers whether something is missing. */
  read(): boolean {
    let mustSync = false
    for (const frame of this.socket.frames.slice(this.#read)) {
      if (frame.type === 'resync' || frame.type === 'chat.created' || frame.type === 'chat.removed') mustSync = true
      this.wasTold ||= frame.type === 'resync'
      if (frame.chatId === this.#chatId && frame.seq !== undefined) mustSync = this.#take(frame) || mustSync
    }
    this.#read = this.socket.frames.length
    return mustSync
  }

  async sync(): Promise<void> {
    const { userId } = this
    await this.#node.core.subscribeToChats.execute({ userId })
    const named = this.held > 0 ? [{ id: this.#chatId, seq: this.held }] : []
    const answer = await this.#node.core.changes.changesFor(userId, { chats: named, mine: 0, cursor: null })
    const changes = answer.chats.find(({ chat }) => chat.id === this.#chatId)
    if (changes) this.#hold(changes)
  }

  #take({ type, seq, data }: Frame): boolean {
    // A socket hears of every change once, and of a later one later.
    if (seq <= (this.heard.at(-1) ?? 0)) throw new Error(`${seq} came after ${this.heard.join(', ')}`)
    const isGap = this.heard.length > 0 && seq !== (this.heard.at(-1) ?? 0) + 1
    this.heard.push(seq)
    if (seq <= this.held) return false
    if (type === 'message.created') this.texts.set(data.message.number, data.message.text)
    if (isGap || seq > this.held + 1) return true
    this.held = seq
    return false
  }

  #hold({ messages, seq, reset, chat }: ChatChanges): void {
    if (reset) this.texts.clear()
    const lowest = chat.me.firstNumber
    for (const number of this.texts.keys()) if (number < lowest) this.texts.delete(number)
    for (const message of messages) this.texts.set(message.number, message.text)
    this.held = Math.max(this.held, seq)
  }
}

const action = fc.oneof(
  { weight: 12, arbitrary: fc.record({ type: fc.constant('send'), who: fc.integer({ min: 0, max: 1 }) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('rename'), who: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('role'), who: fc.constant(0) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('remove', 'add'), who: fc.constant(0) }) },
)
const fate = fc.oneof(
  { weight: 6, arbitrary: fc.constant([0]) },
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 2, arbitrary: fc.constant([0, 0]) },
  { weight: 3, arbitrary: fc.array(fc.constantFrom(50, 100, 250, 450, 900), { minLength: 1, maxLength: 2 }) },
)
const schedule = fc.record({
  steps: fc.array(fc.record({ action, pause: fc.constantFrom(0, 0, 50, 200, 600) }), { minLength: 1, maxLength: 25 }),
  fates: fc.array(fate, { minLength: 1, maxLength: 40 }),
  withMembers: fc.boolean(),
})
type Schedule = typeof schedule extends fc.Arbitrary<infer Value> ? Value : never

/** Runs a schedule and judges what three people's sockets on two nodes were sent. */
async function run({ steps, fates, withMembers }: Schedule): Promise<void> {
  const world = new LiveWorld()
  const [ada, ben, cleo] = await world.addUsers('ada', 'ben', 'cleo')
  const [first, second] = [await world.node(), await world.node()]
  const { id: chatId } = await first.core.createGroup.execute({ userId: ada, settings: { title: 'Group' }, memberIds: [ben, cleo] })
  const places: readonly (readonly [LiveNode, UserId])[] = [
    [first, ada],
    [second, ben],
    [second, cleo],
  ]
  const clients: Client[] = []
  for (const [node, userId] of places) clients.push(new Client(node, await node.connect(userId), chatId))
  for (const client of clients) await client.sync()
  let signals = 0
  /** Commands keep their order on a bus: they can only be lost. A lost removal must not matter; who lets people in, asks for it again. */
  const bad: Fate = ({ kind }) => {
    const next = fates[signals++ % fates.length] ?? [0]
    if (kind === 'room') return next
    return kind === 'unsubscribe' && next.length === 0 ? [] : [0]
  }
  const catchUp = async () => {
    for (const client of clients) if (client.read()) await client.sync()
  }
  first.bus.fate = bad
  second.bus.fate = bad
  let removedAt = 0
  const [nodes, people] = [
    [first, second],
    [ada, ben],
  ]
  for (const [
    index,
    {
      action: { type, who },
      pause,
    },
  ] of steps.entries()) {
    const { core } = nodes[index % 2] ?? first
    const isIn = (await world.storage.chats.findForMembers(chatId, [cleo])).has(cleo)
    if (type === 'send') await world.send(nodes[index % 2] ?? first, people[who] ?? ada, chatId, `message of step ${index}`)
    else if (type === 'rename') await core.updateChat.execute({ actorId: ada, chatId, settings: { title: `Title ${index}` } })
    else if (!withMembers) await world.send(first, ada, chatId)
    else if (type === 'role')
      await core.changeRole.execute({ actorId: ada, chatId, userId: ben, role: index % 2 ? 'admin' : ('member' as Role) })
    else if (type === 'remove' && isIn) {
      await core.removeMember.execute({ actorId: ada, chatId, userId: cleo })
      removedAt = (await world.storage.heads.headsOf([chatId])).get(chatId) ?? 0
    } else if (type === 'add' && !isIn) await core.addMember.execute({ actorId: ada, chatId, userId: cleo })
    await world.pass(pause)
    await catchUp()
  }
  first.bus.fate = arrives
  second.bus.fate = arrives
  for (let second = 0; second < 6; second += 1) {
    await world.pass(1_000)
    await catchUp()
  }
  const head = (await world.storage.heads.headsOf([chatId])).get(chatId) ?? 0
  const inside = await world.storage.chats.findForMembers(chatId, [ada, ben, cleo])
  for (const client of clients) {
    if (!inside.has(client.userId)) {
      expect(Math.max(0, ...client.heard)).toBeLessThan(removedAt)
      continue
    }
    expect(client.held).toBe(head)
    const page = await world.storage.messages.page(chatId, client.userId, { kind: 'newest' }, 100)
    expect([...client.texts].sort(([one], [other]) => one - other)).toEqual(page?.items.map(({ number, text }) => [number, text]))
    if (client.wasTold || withMembers) continue
    expect(client.heard).toEqual(Array.from({ length: client.heard.length }, (_, place) => head - client.heard.length + 1 + place))
  }
}

describe('whatever is lost, repeated, delayed or reordered', () => {
  it('F35 F37 each socket hears every change once and in order, or is told to resync, and ends whole', async () => {
    await fc.assert(fc.asyncProperty(schedule, run), { numRuns: 100 })
  }, 60_000)
})
