import { randomUUID } from 'node:crypto'
import type { MessageBroadcaster, Signal, SignalReceiver, Topic } from '../../application/ports/message-broadcaster.js'
import { Acknowledgements } from './acknowledgements.js'
import { type BusMessage, beginningOf, belongsTo, decode, encode, longestMessage } from './bus-message.js'
import { BusSeal } from './bus-seal.js'
import { RedisConnection } from './redis-connection.js'

export interface RedisBroadcasterOptions {
  readonly url: string
  /** Begins every channel: installations that share a Redis do not hear each other. */
  readonly namespace: string
  /** What only this installation's nodes know; the first seals their messages, all open them. */
  readonly secrets: readonly string[]
  readonly onError: (error: Error) => void
}

/** Milliseconds. */
const commandPatience = 500
const joiningPatience = 500
const openingPatience = 2_000
/** Characters handed to Redis and not yet answered for, above which signals are dropped. */
const mostUnanswered = 8 * 1024 * 1024

/** The bus of several nodes: Redis Pub/Sub, a channel for each topic that somebody has joined. */
export class RedisBroadcaster implements MessageBroadcaster {
  readonly #node = randomUUID()
  readonly #own = beginningOf(this.#node)
  readonly #prefix: string
  readonly #onError: (error: Error) => void
  readonly #seal: BusSeal
  readonly #publisher: RedisConnection
  readonly #subscriber: RedisConnection
  readonly #acknowledgements = new Acknowledgements()
  readonly #topics = new Map<string, Promise<boolean>>()
  readonly #counts = { dropped: 0, refused: 0, interruptions: 0 }
  #receiver: SignalReceiver | null = null
  #unanswered = 0
  #listening = false
  #hasLost = false

  private constructor({ url, namespace, secrets, onError }: RedisBroadcasterOptions) {
    this.#prefix = `${namespace}:`
    this.#onError = onError
    this.#seal = new BusSeal(secrets)
    this.#publisher = new RedisConnection(url, onError)
    this.#subscriber = new RedisConnection(url, onError)
    this.#publisher.redis.on('ready', () => this.#admitLoss())
    this.#subscriber.onReady(() => void this.#listen())
    this.#subscriber.onBroken(() => {
      this.#listening = false
    })
    this.#subscriber.onMessage((channel, text) => this.#hear(channel.slice(this.#prefix.length), text))
  }

  /** Resolves once Redis is reached, or after two seconds without: then it goes on trying, and the node works alone meanwhile. */
  static async open(options: RedisBroadcasterOptions): Promise<RedisBroadcaster> {
    const broadcaster = new RedisBroadcaster(options)
    const end = performance.now() + openingPatience
    while (!broadcaster.isHealthy() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5))
    return broadcaster
  }

  /** Signals that were not sent, messages that were not understood, and times of deafness, since the start. */
  get counts(): Readonly<{ dropped: number; refused: number; interruptions: number }> {
    return { ...this.#counts }
  }

  broadcast(topic: Topic, signal: Signal): void {
    void this.#take(topic, signal)
    void this.#publish(topic, { from: this.#node, kind: 'signal', signal })
  }

  command(topic: Topic, signal: Signal): Promise<boolean> {
    const command = randomUUID()
    const takenHere = this.#take(topic, signal)
    const receivers = this.#publish(topic, { from: this.#node, kind: 'signal', signal, command })
    const known = this.isHealthy() ? receivers : Promise.resolve(null)
    // This node counts twice if it has joined: its own message comes back too. Without an answer from Redis it is all there is to wait for.
    const expected = known.then(async (count) => (count === null ? takenHere.then(() => null) : count + 1))
    const taken = this.#acknowledgements.wait(command, expected, commandPatience)
    void takenHere.then(() => this.#acknowledgements.take(command))
    return taken
  }

  async join(topic: Topic): Promise<void> {
    const joined = this.#topics.get(topic) ?? (this.#subscriber.isReady ? this.#subscribe([topic]) : Promise.resolve(false))
    this.#topics.set(topic, joined)
    if ((await Promise.race([joined, later(joiningPatience)])) !== 'later') return
    // Whoever waited was told that all is well: if it is from now on only, they must know.
    void joined.then((done) => (done ? this.#interrupt(topic) : undefined))
  }

  leave(topic: Topic): void {
    this.#topics.delete(topic)
    if (this.#subscriber.isReady) this.#subscriber.unsubscribe(this.#prefix + topic).catch(() => undefined)
  }

  attach(receiver: SignalReceiver): void {
    this.#receiver = receiver
  }

  isHealthy(): boolean {
    return this.#publisher.isReady && this.#subscriber.isReady && this.#listening
  }

  async close(): Promise<void> {
    this.#topics.clear()
    this.#publisher.close()
    this.#subscriber.close()
    this.#acknowledgements.abandon()
  }

  /** Never rejects. */
  async #take(topic: string, signal: Signal): Promise<void> {
    if (!this.#topics.has(topic)) return
    await this.#receiver?.receive(signal).catch(this.#onError)
  }

  #hear(topic: string, text: string): void {
    if (this.#seal.beginsWith(text, this.#own)) return
    const opened = text.length > longestMessage ? null : this.#seal.open(this.#prefix + topic, text)
    const message = opened === null ? null : decode(opened)
    if (message?.kind === 'signal' && belongsTo(topic, message.signal)) this.#hearSignal(topic, message)
    else if (message?.kind === 'acknowledged' && topic === `node:${this.#node}`) this.#acknowledgements.take(message.command)
    else if (message?.kind !== 'lost' || topic !== 'nodes') this.#counts.refused += 1
    else this.#interrupt()
  }

  /** A command is acknowledged also by a node that has just left the topic: it was counted among the receivers. */
  #hearSignal(topic: string, { from, signal, command }: Extract<BusMessage, { kind: 'signal' }>): void {
    const own = from === this.#node
    const taken = own ? Promise.resolve() : this.#take(topic, signal)
    if (command === undefined) return
    if (own) this.#acknowledgements.take(command)
    else void taken.then(() => this.#publish(`node:${from}`, { from: this.#node, kind: 'acknowledged', command }))
  }

  /** How many nodes it went to; `null` if that is not known. Never rejects. */
  async #publish(topic: string, message: BusMessage): Promise<number | null> {
    if (!this.#publisher.isReady || this.#unanswered > mostUnanswered) return this.#lose()
    const text = this.#seal.seal(this.#prefix + topic, encode(message))
    this.#unanswered += text.length
    const receivers = await this.#publisher.publish(this.#prefix + topic, text).catch(() => this.#lose())
    this.#unanswered -= text.length
    if (this.#hasLost && receivers !== null) this.#admitLoss()
    return receivers
  }

  #lose(): null {
    this.#counts.dropped += 1
    this.#hasLost = true
    return null
  }

  /** Tells the other nodes, once they can be told, that they have missed something. */
  #admitLoss(): void {
    if (!this.#hasLost) return
    this.#hasLost = false
    void this.#publish('nodes', { from: this.#node, kind: 'lost' })
  }

  /** With every new connection: what was joined before is joined again, and what came meanwhile is lost. */
  async #listen(): Promise<void> {
    const wasDeaf = this.#topics.size > 0
    this.#listening = await this.#subscribe([`node:${this.#node}`, ...this.#topics.keys()])
    if (this.#listening && wasDeaf) this.#interrupt()
  }

  /** Answers whether it is done; a connection that breaks meanwhile comes back to `listen`. All is sent at once: a topic left later is left after. */
  #subscribe(topics: readonly string[]): Promise<boolean> {
    return this.#subscriber.subscribe(topics.map((topic) => this.#prefix + topic)).then(
      () => true,
      (error: Error) => {
        this.#onError(error)
        return false
      },
    )
  }

  #interrupt(of?: Topic): void {
    this.#counts.interruptions += 1
    this.#receiver?.interrupted(of)
  }
}

const later = (milliseconds: number): Promise<'later'> => new Promise((resolve) => setTimeout(resolve, milliseconds, 'later').unref())
