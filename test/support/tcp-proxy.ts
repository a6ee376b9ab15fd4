import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A link that can be broken: stands between a client and a server on this machine. */
export class TcpProxy {
  readonly #target: URL
  readonly #server: Server
  readonly #pairs = new Set<readonly [Socket, Socket]>()
  #mode: 'open' | 'silent' | 'closed' = 'open'

  private constructor(target: URL) {
    this.#target = target
    this.#server = createServer((client) => this.#link(client))
  }

  static async to(url: string): Promise<TcpProxy> {
    const proxy = new TcpProxy(new URL(url))
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  /** The server's URL, through here. */
  get url(): string {
    const url = new URL(this.#target)
    url.hostname = '127.0.0.1'
    url.port = String((this.#server.address() as AddressInfo).port)
    return url.href
  }

  get links(): number {
    return this.#pairs.size
  }

  /** Breaks every connection now; new ones are let through. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy()
  }

  /** From now on nothing passes in either direction, and nobody is told: what is open hangs, what is new is accepted and hangs. */
  silence(): void {
    this.#mode = 'silent'
    for (const [client, server] of this.#pairs) for (const socket of [client, server]) socket.unpipe().pause()
  }

  /** What waited in silence passes now. */
  speak(): void {
    this.#mode = 'open'
    for (const [client, server] of this.#pairs) client.pipe(server).pipe(client)
  }

  /** From now on connections are cut, and new ones too. */
  shut(): void {
    this.#mode = 'closed'
    this.cut()
  }

  /** Lets new connections through again; those that were made in silence are cut. */
  heal(): void {
    if (this.#mode === 'silent') this.cut()
    this.#mode = 'open'
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #link(client: Socket): void {
    if (this.#mode === 'closed') {
      client.destroy()
      return
    }
    const server = connect(Number(this.#target.port), this.#target.hostname)
    const pair = [client, server] as const
    this.#pairs.add(pair)
    for (const socket of pair) {
      socket.on('error', () => undefined)
      socket.on('close', () => {
        this.#pairs.delete(pair)
        for (const either of pair) either.destroy()
      })
    }
    if (this.#mode === 'open') client.pipe(server).pipe(client)
    else client.pause()
  }
}
