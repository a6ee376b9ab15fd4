import { randomUUID } from 'node:crypto'
import { until } from '../../test/support/until.js'
import { Caller } from './caller.js'
import type { Contender } from './contender.js'
import { Listener } from './listener.js'
import type { World } from './world.js'

/** Stands before and after the time that a text carries. */
const mark = '~'
const text = 'A message of about the length that people write to each other, seventy.'

export interface Saturated {
  /** Messages a second that were accepted, committed and delivered to every member. */
  readonly rate: number
  /** Microseconds of the server process's CPU for one message with all of its deliveries. */
  readonly cpu: number
}

/** Milliseconds from each send on. */
export interface Latencies {
  readonly answered: readonly number[]
  /** One for each receipt. */
  readonly received: readonly number[]
}

export interface Pace {
  /** In turn in the chats of so many members. */
  readonly size: number
  readonly perSecond: number
}

/** Everybody of a world connected to one contender. */
export class Crowd {
  readonly contender: Contender
  readonly #world: World
  readonly #userOf: ReadonlyMap<string, number>
  #callers: readonly Caller[] = []
  #listeners: readonly Listener[] = []
  #accepted = 0
  #delivered = 0
  /** What is accepted is due to each member. */
  #due = 0
  #heard: (() => void)[] = []
  #received: number[] | null = null

  constructor(contender: Contender, world: World) {
    this.contender = contender
    this.#world = world
    this.#userOf = new Map(world.users.map((user, place) => [user, place]))
  }

  /** Some at a time, as no crowd comes in one moment. */
  async connect(atOnce = 50): Promise<void> {
    const listeners: Listener[] = []
    for (let first = 0; first < this.#world.users.length; first += atOnce) {
      const places = this.#world.users.slice(first, first + atOnce).map((_, nth) => first + nth)
      const heard = (bytes: Buffer, start: number, end: number) => this.#hear(bytes, start, end)
      listeners.push(...(await Promise.all(places.map((user) => Listener.open({ ...this.contender.listen(user), heard })))))
      await Promise.all(places.map((user) => this.contender.subscribe(user)))
    }
    this.#listeners = listeners
  }

  /** So many senders in the chats of one size, each with the next message as soon as the last is answered and no more than `window` are on their way. */
  async saturate(size: number, senders: number, milliseconds: number): Promise<Saturated> {
    const chats = this.#chatsOf(size)
    await this.#openCallers(senders)
    this.#accepted = 0
    this.#delivered = 0
    this.#due = 0
    const warmUp = milliseconds / 4
    const [begun, cpuBefore] = [performance.now(), this.contender.cpu()]
    const isOver = () => performance.now() - begun > warmUp + milliseconds
    const sending = Promise.all(
      this.#callers.slice(0, senders).map(async (caller, nth) => {
        for (let turn = 0; !isOver(); turn += 1) {
          const chat = chats[(nth + turn * 7) % chats.length]
          if (chat) await this.#send(caller, chat, (nth + turn * 13) % chat.members.length, text)
          while (this.#accepted - this.#delivered / size > senders && !isOver()) await this.#somethingHeard()
        }
      }),
    )
    await wait(warmUp)
    const before = { at: performance.now(), done: this.#done(size) }
    await wait(milliseconds)
    const after = { at: performance.now(), done: this.#done(size) }
    await sending
    await this.#finish()
    // Of the whole run, and what was put off: no message is free because its work comes later.
    const cpu = ((this.contender.cpu() - cpuBefore) / this.#accepted) * 1_000
    return { rate: ((after.done - before.done) / (after.at - before.at)) * 1_000, cpu }
  }

  /** So many messages a second, whatever becomes of them. */
  async latencies({ size, perSecond }: Pace, milliseconds: number): Promise<Latencies> {
    const chats = this.#chatsOf(size)
    await this.#openCallers(64)
    const received: number[] = []
    const answered: number[] = []
    this.#received = received
    const free = [...this.#callers]
    const sent: Promise<unknown>[] = []
    const begun = performance.now()
    for (let turn = 0; performance.now() - begun < milliseconds; turn += 1) {
      await wait(begun + (turn * 1_000) / perSecond - performance.now())
      const chat = chats[(turn * 7) % chats.length]
      // The one that was used longest ago: servers close what is idle for some seconds.
      const caller = free.shift() ?? (await this.#openCaller(turn))
      const now = performance.now()
      const sending = async () => {
        if (chat) await this.#send(caller, chat, (turn * 13) % chat.members.length, `${text} ${mark}${now}${mark}`)
        answered.push(performance.now() - now)
        free.push(caller)
      }
      sent.push(sending())
    }
    await Promise.all(sent)
    await this.#finish()
    this.#received = null
    for (const caller of free) if (!this.#callers.includes(caller)) caller.close()
    return { answered, received }
  }

  #chatsOf(size: number): World['chats'] {
    return this.#world.chats.filter(({ members }) => members.length === size)
  }

  async close(): Promise<void> {
    for (const one of [...this.#callers, ...this.#listeners]) one.close()
    await this.contender.close()
  }

  async #send(caller: Caller, chat: World['chats'][number], member: number, words: string): Promise<void> {
    const token = this.contender.tokens[this.#userOf.get(chat.members[member] ?? '') ?? 0] ?? ''
    const body = `{"clientId":"${randomUUID()}","text":"${words}"}`
    const status = await caller.post(`/v1/chats/${chat.id}/messages`, token, body)
    if (status !== 201) throw new Error(`${this.contender.name} answered ${status}.`)
    this.#accepted += 1
    this.#due += chat.members.length
  }

  /** New ones for each run: servers close connections that were idle while others had their turn. */
  async #openCallers(count: number): Promise<void> {
    for (const caller of this.#callers) caller.close()
    this.#callers = await Promise.all(Array.from({ length: count }, (_, nth) => this.#openCaller(nth)))
  }

  #openCaller(nth: number): Promise<Caller> {
    const { ports } = this.contender
    return Caller.open(ports[nth % ports.length] ?? 0)
  }

  #done(size: number): number {
    return Math.min(this.#accepted, this.#delivered / size)
  }

  #hear(bytes: Buffer, start: number, end: number): void {
    this.#delivered += 1
    if (this.#received) {
      const begin = bytes.indexOf(mark, start) + 1
      const close = bytes.indexOf(mark, begin)
      if (begin > start && close > begin && close < end)
        this.#received.push(performance.now() - Number(bytes.toString('latin1', begin, close)))
    }
    if (this.#heard.length > 0) for (const resume of this.#heard.splice(0)) resume()
  }

  #somethingHeard(): Promise<void> {
    return new Promise((resolve) => this.#heard.push(resolve))
  }

  /** What was accepted reaches everybody, or the figure is not one; what comes after that is not on the next one's account. */
  async #finish(): Promise<void> {
    const { name } = this.contender
    await until(`${name} delivered all`, () => this.#delivered >= this.#due, 15_000)
    const closed = this.#listeners.find((listener) => listener.closed !== null)
    if (closed) throw new Error(`${name} closed a socket with ${closed.closed}.`)
    await this.contender.settle?.()
  }
}

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)))
