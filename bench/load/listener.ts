import type { Socket } from 'node:net'
import { clientFrame, upgradeText } from '../../test/support/raw-websocket.js'
import { leanSocket } from './lean-socket.js'

export interface ListenerOptions {
  readonly port: number
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** What the client says once the server has said something, for those who want it to. */
  readonly hello?: string
  /** The first text that tells that it is in its rooms. */
  readonly ready: string
  /** How a message's text begins; what begins otherwise is not counted. */
  readonly message: string
  readonly heard: (bytes: Buffer, start: number, end: number) => void
}

/** A WebSocket client that only looks at how a text begins, so that the driver counts deliveries cheaply. */
export class Listener {
  readonly #socket: Socket
  readonly #options: ListenerOptions
  readonly #message: Buffer
  #open = false
  #greeted = false
  #isReady: (() => void) | null = null
  #refusal = ''
  /** The code that the server closed with. */
  closed: number | null = null

  private constructor(options: ListenerOptions) {
    this.#options = options
    this.#message = Buffer.from(options.message)
    this.#socket = leanSocket(options.port, (bytes) => (this.#open ? this.#frames(bytes, 0) : this.#answer(bytes)))
    this.#socket.on('error', ({ message }) => {
      this.#refusal = message
    })
    this.#socket.on('close', () => {
      this.closed ??= 1006
    })
  }

  static async open(options: ListenerOptions): Promise<Listener> {
    const listener = new Listener(options)
    const ready = new Promise<void>((resolve, reject) => {
      listener.#isReady = resolve
      listener.#socket.once('close', () => reject(new Error(`A socket was closed before it was ready. ${listener.#refusal}`)))
    })
    listener.#socket.write(upgradeText(options.headers, { path: options.path }))
    await ready
    return listener
  }

  close(): void {
    this.#socket.destroy()
  }

  /** To the upgrade. */
  #answer(bytes: Buffer): number {
    const end = bytes.indexOf('\r\n\r\n')
    if (end < 0) return 0
    if (bytes.toString('latin1', 0, 12).endsWith(' 101')) {
      this.#open = true
      return this.#frames(bytes, end + 4)
    }
    this.#refusal = bytes.toString()
    this.#socket.destroy()
    return bytes.length
  }

  /** Answers where what is not whole yet begins. */
  #frames(bytes: Buffer, from: number): number {
    let at = from
    while (bytes.length - at >= 2) {
      const short = bytes.readUInt8(at + 1)
      const start = at + (short === 127 ? 10 : short === 126 ? 4 : 2)
      if (bytes.length < start) break
      const end = start + (short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short === 126 ? bytes.readUInt16BE(at + 2) : short)
      if (bytes.length < end) break
      this.#frame(bytes.readUInt8(at) & 15, bytes, start, end)
      at = end
    }
    return at
  }

  #frame(opcode: number, bytes: Buffer, start: number, end: number): void {
    const { message, ready, heard, hello } = this.#options
    if (!this.#greeted) {
      this.#greeted = true
      if (hello !== undefined) this.#socket.write(clientFrame(0x81, hello))
    }
    if (opcode === 9) this.#socket.write(clientFrame(0x8a, bytes.subarray(start, end)))
    else if (opcode === 8) this.closed = end - start < 2 ? 1005 : bytes.readUInt16BE(start)
    else if (end - start >= message.length && this.#message.compare(bytes, start, start + message.length) === 0) heard(bytes, start, end)
    // Engine.IO's ping.
    else if (end - start === 1) this.#socket.write(clientFrame(0x81, '3'))
    else if (bytes.toString('latin1', start, Math.min(end, start + ready.length)) === ready) this.#isReady?.()
  }
}
