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

/** One for all: most are never changed, and there are many. */
const unchanged: readonly (string | null)[] = []
/** So many of the newest are changed now and then. */
const mostRecent = 500

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
  readonly #recent: { readonly path: string; readonly attempt: Open<Attempt> }[] = []
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
    const attempt: Open<Attempt> = {
      clientId,
      senderId: device.userId,
      chatId,
      text: `m${this.#sends}`,
      changes: unchanged,
      acknowledged: null,
      after,
    }
    this.attempts.push(attempt)
    const path = `/v1/chats/${chatId}/messages`
    const began = performance.now()
    let tries = 0
    const answer = await this.#untilAnswered(() => {
      tries += 1
      return device.call<WireMessage & { readonly id: string }>(
        'POST',
        path,
        { clientId, text: attempt.text },
        tries === 1 ? at : undefined,
      )
    })
    if (tries === 1) this.latencies.push(performance.now() - began)
    this.retries += tries - 1
    if (!answer || answer.status >= 300) return attempt
    attempt.acknowledged = { number: answer.body.number, seq: answer.body.seq }
    this.acknowledged += 1
    this.#answered.set(way, clientId)
    this.#recent.push({ path: `${path}/${answer.body.id}`, attempt })
    if (this.#recent.length > mostRecent) this.#recent.shift()
    return attempt
  }

  /** Somebody gives a message that they have just sent another text, or takes it back. */
  async changeOne(): Promise<void> {
    const recent = this.#recent.length === 0 ? null : this.random.pick(this.#recent)
    const device = recent && this.devices.find(({ userId, isOver }) => userId === recent.attempt.senderId && !isOver)
    if (!recent || !device) return
    const { path, attempt } = recent
    const text = this.random.chance(0.75) ? `${attempt.text}, changed ${attempt.changes.length + 1} times` : null
    attempt.changes = [...attempt.changes, text]
    await (text === null ? this.act(device, 'DELETE', path) : this.act(device, 'PATCH', path, { text }))
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
    this.#recent.length = 0
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
