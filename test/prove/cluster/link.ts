import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** What a link does to what passes. One way of it may go silent: then nothing passes, and nobody is told. */
export interface Weather {
  readonly up: 'passes' | 'silent'
  readonly down: 'passes' | 'silent'
  /** Milliseconds that everything takes longer. */
  readonly delay: number
  /** Bytes a second and connection towards the client; `null`: as they come. */
  readonly bandwidth: number | null
  /** Bytes that go out at once, each piece by itself; `null`: as they come. */
  readonly slice: number | null
  /** Connections are cut after so many bytes towards the client; `null`: never. */
  readonly cutAfter: number | null
  /** New connections are refused. */
  readonly isClosed: boolean
}

export const fair: Weather = { up: 'passes', down: 'passes', delay: 0, bandwidth: null, slice: null, cutAfter: null, isClosed: false }

/** A link between two programs on this machine that can be made bad in every way. */
export class Link {
  readonly port: number
  #target: number
  readonly #server: Server
  readonly #pairs = new Set<readonly [Socket, Socket]>()
  #weather = fair
  /** What was passed on while it was silent is lost, and with it the connections of that time. */
  #wasSilent = false

  private constructor(target: number, server: Server) {
    this.#target = target
    this.#server = server
    this.port = (server.address() as AddressInfo).port
    server.on('connection', (client: Socket) => this.#join(client))
  }

  static async to(target: number): Promise<Link> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new Link(target, server)
  }

  become(weather: Partial<Weather>): void {
    this.#weather = { ...this.#weather, ...weather }
    this.#wasSilent ||= this.#weather.up === 'silent' || this.#weather.down === 'silent'
    if (this.#weather.isClosed) this.cut()
  }

  /** Fair again. Connections in which something was swallowed are cut: TCP would have sent it again. */
  heal(): void {
    this.#weather = fair
    if (this.#wasSilent) this.cut()
    this.#wasSilent = false
  }

  /** To another server from now on. */
  lead(target: number): void {
    this.#target = target
    this.cut()
  }

  /** Resets every connection now. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.resetAndDestroy()
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #join(client: Socket): void {
    if (this.#weather.isClosed) {
      client.resetAndDestroy()
      return
    }
    const server = connect(this.#target, '127.0.0.1')
    const pair = [client, server] as const
    this.#pairs.add(pair)
    for (const socket of pair) {
      socket.setNoDelay(true)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        this.#pairs.delete(pair)
        for (const either of pair) either.destroy()
      })
    }
    let passed = 0
    client.on('data', (data: Buffer) => this.#pass(data, client, server, 'up'))
    server.on('data', (data: Buffer) => {
      passed += data.length
      const { cutAfter } = this.#weather
      if (cutAfter !== null && passed > cutAfter) for (const socket of pair) socket.resetAndDestroy()
      else this.#pass(data, server, client, 'down')
    })
  }

  #pass(data: Buffer, from: Socket, to: Socket, way: 'up' | 'down'): void {
    const weather = this.#weather
    if (weather[way] === 'silent') return
    const { delay, bandwidth, slice } = weather
    if (slice !== null) {
      for (let start = 0; start < data.length && !to.destroyed; start += slice) to.write(data.subarray(start, start + slice))
      return
    }
    const wait = delay + (bandwidth !== null && way === 'down' ? (data.length / bandwidth) * 1_000 : 0)
    if (wait > 0) {
      // In order, and no faster: what comes behind waits in the socket.
      from.pause()
      setTimeout(() => {
        if (!to.destroyed) to.write(data)
        from.resume()
      }, wait)
    } else if (!to.write(data)) {
      from.pause()
      to.once('drain', () => from.resume())
    }
  }
}
