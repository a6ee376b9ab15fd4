import type { Socket } from 'node:net'
import { leanSocket } from './lean-socket.js'

const headEnd = Buffer.from('\r\n\r\n')

/** A connection that is kept and has one request on its way at most. It knows just enough HTTP to cost the driver little. */
export class Caller {
  readonly #socket: Socket
  readonly #host: string
  #answer: ((status: number) => void) | null = null
  #failed: ((error: Error) => void) | null = null

  private constructor(port: number) {
    this.#host = `127.0.0.1:${port}`
    this.#socket = leanSocket(port, (bytes) => this.#take(bytes))
    this.#socket.on('error', (error) => this.#failed?.(error))
    this.#socket.on('close', () => this.#failed?.(new Error('The server has closed the connection.')))
  }

  static async open(port: number): Promise<Caller> {
    const caller = new Caller(port)
    await new Promise<void>((resolve, reject) => {
      caller.#failed = reject
      caller.#socket.once('connect', () => resolve())
    })
    return caller
  }

  /** The server closes what is idle for some seconds. */
  get isOpen(): boolean {
    return !this.#socket.destroyed
  }

  /** Resolves with the status. */
  post(path: string, token: string, body: string): Promise<number> {
    if (this.#socket.destroyed) return Promise.reject(new Error('The connection is closed.'))
    return new Promise((resolve, reject) => {
      this.#answer = resolve
      this.#failed = reject
      const head = `POST ${path} HTTP/1.1\r\nHost: ${this.#host}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`
      this.#socket.write(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
    })
  }

  close(): void {
    this.#failed = null
    this.#socket.destroy()
  }

  #take(bytes: Buffer): number {
    const end = bytes.indexOf(headEnd)
    if (end < 0) return 0
    const head = bytes.toString('latin1', 0, end)
    const [, length = '0'] = /^content-length: *(\d+)/im.exec(head) ?? []
    if (bytes.length < end + 4 + Number(length)) return 0
    this.#answer?.(Number(head.slice(9, 12)))
    return bytes.length
  }
}
