import type { WireMessage } from '../held-chats.js'
import type { Attempt, History } from '../history.js'
import type { Random } from '../random.js'
import { ClusterDevice, type DeviceWorld, pause } from './device.js'
import { call } from './http.js'
import type { ClusterNode } from './node.js'

const password = 'correct horse battery staple'

export interface Person {
  readonly id: string
  readonly email: string
  readonly devices: ClusterDevice[]
}

type Open<Attempted> = { -readonly [Key in keyof Attempted]: Attempted[Key] }

/** The people of a run, what they do, and what they were told. */
export class Crowd implements DeviceWorld {
  readonly nodes: readonly ClusterNode[]
  readonly random: Random
  readonly people: Person[] = []
  readonly statuses = new Map<number, number>()
  attempts: Attempt[] = []
  endings: { sessionId: string; at: number; within: number }[] = []
  /** How long sends took that were answered at once, in milliseconds. */
  latencies: number[] = []
  /** Sends that had no answer, or were told to come again. */
  retries = 0
  /** Calls that were told to come again. */
  refusals = 0
  acknowledged = 0
  #isSending = false
  #sends = 0
  readonly #shared = new Map<string, WireMessage>()
  readonly #answered = new Map<string, string>()
  readonly #runId: string

  constructor(nodes: readonly ClusterNode[], random: Random) {
    this.nodes = nodes
    this.random = random
    this.#runId = random.between(0x10000000, 0x7fffffff).toString(16)
  }

  get devices(): readonly ClusterDevice[] {
    return this.people.flatMap((person) => person.devices)
  }

  async signUp(count: number): Promise<void> {
    for (let place = 0; place < count; place += 1) {
      const handle = `p${this.#runId}_${place}`
      const email = `${handle}@example.com`
      await this.#public('/v1/auth/register', { email, password, handle })
      const { body: mails } = await call<{ text: string }[]>(this.#port, 'GET', `/dev/mail.json?to=${encodeURIComponent(email)}`)
      const [, token] = /[?&]token=([\w.~-]+)/.exec(mails[0]?.text ?? '') ?? []
      await this.#public('/v1/auth/verify-email', { token })
      const person: Person = { id: '', email, devices: [] }
      const { userId } = await this.addDevice(person)
      this.people.push({ ...person, id: userId })
      await this.addDevice(person)
    }
  }

  async addDevice(person: Person): Promise<ClusterDevice> {
    const { body } = await call<{ accessToken: string; user: { id: string } }>(this.#port, 'POST', '/v1/auth/login', {
      body: { email: person.email, password },
      limitMs: 20_000,
    })
    const device = new ClusterDevice(`${person.email} ${person.devices.length + 1}`, body.user.id, body.accessToken, this)
    person.devices.push(device)
    device.connect()
    return device
  }

  /** Signs a device out, by its own token. */
  async logOut(device: ClusterDevice, within: number): Promise<void> {
    device.isOver = true
    await this.#untilAnswered(() => device.call('POST', '/v1/auth/logout'))
    this.endings.push({ sessionId: device.name, at: Date.now(), within })
  }

  /** Calls until there is an answer; `null` once nobody waits for it any more. */
  async act<Body>(device: ClusterDevice, method: string, path: string, body?: unknown): Promise<Body | null> {
    const answer = await this.#untilAnswered(() => device.call<Body>(method, path, body))
    return answer && answer.status < 300 ? answer.body : null
  }

  /** So many lanes a person, each sending one message after the other to one of their chats. */
  startSending(chatsOf: ReadonlyMap<string, readonly string[]>, lanes: number, pauseMs: number): () => Promise<void> {
    this.#isSending = true
    const lane = async (person: Person) => {
      while (this.#isSending) {
        const device = this.random.pick(person.devices.filter(({ isOver }) => !isOver))
        const chats = chatsOf.get(person.id) ?? []
        if (chats.length > 0) await this.send(device, this.random.pick(chats))
        if (pauseMs > 0 || chats.length === 0) await pause(this.random.between(0, 2 * pauseMs + 1))
      }
    }
    const all = this.people.flatMap((person) => Array.from({ length: lanes }, () => lane(person)))
    return async () => {
      this.#isSending = false
      await Promise.all(all)
    }
  }

  async send(device: ClusterDevice, chatId: string, at?: ClusterNode): Promise<Attempt> {
    this.#sends += 1
    const clientId = `${this.#runId}-0000-4000-8000-${this.#sends.toString(16).padStart(12, '0')}`
    const way = `${device.userId} ${chatId}`
    const after = this.#answered.get(way) ?? null
    const attempt: Open<Attempt> = { clientId, senderId: device.userId, chatId, text: `m${this.#sends}`, acknowledged: null, after }
    this.attempts.push(attempt)
    const path = `/v1/chats/${chatId}/messages`
    const began = performance.now()
    let tries = 0
    const answer = await this.#untilAnswered(() => {
      tries += 1
      return device.call<WireMessage>('POST', path, { clientId, text: attempt.text }, tries === 1 ? at : undefined)
    })
    if (tries === 1) this.latencies.push(performance.now() - began)
    this.retries += tries - 1
    if (!answer || answer.status >= 300) return attempt
    attempt.acknowledged = { number: answer.body.number, seq: answer.body.seq }
    this.acknowledged += 1
    this.#answered.set(way, clientId)
    return attempt
  }

  shared({ chatId, number, seq, clientId, text }: WireMessage): WireMessage {
    const known = this.#shared.get(clientId)
    if (known && known.seq === seq && known.text === text && known.number === number && known.chatId === chatId) return known
    const message = { chatId, number, seq, clientId, text }
    this.#shared.set(clientId, message)
    return message
  }

  onAnswer(status: number): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
  }

  /** What was done and seen since the last time. */
  take(): Pick<History, 'attempts' | 'endings'> {
    const { attempts, endings } = this
    this.attempts = []
    this.endings = []
    this.#shared.clear()
    return { attempts, endings }
  }

  get #port(): number {
    return this.nodes.find(({ isUp }) => isUp)?.port ?? 0
  }

  async #public(path: string, body: object): Promise<void> {
    const { status } = await call(this.#port, 'POST', path, { body, limitMs: 20_000 })
    if (status >= 300) throw new Error(`POST ${path}: ${status}`)
  }

  /** Only what is lost or told to come again is tried again, with growing pauses. */
  async #untilAnswered<Answer extends { readonly status: number }>(ask: () => Promise<Answer>): Promise<Answer | null> {
    const end = Date.now() + 120_000
    for (let tries = 0; Date.now() < end; tries += 1) {
      const answer = await ask().catch(() => null)
      if (answer && answer.status < 500 && answer.status !== 429) return answer
      if (answer) this.refusals += 1
      await pause(this.random.between(20, Math.min(1_000, 100 * 2 ** tries)))
    }
    return null
  }
}
