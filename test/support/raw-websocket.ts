import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { until } from './until.js'

export interface RawFrame {
  readonly opcode: number
  readonly payload: Buffer
}

/** A WebSocket client that does as it is told, proper or not: what it sends is bytes, and it answers nothing by itself. */
export class RawWebSocket {
  readonly socket: Socket
  /** What came before the first frame: the answer to the upgrade. */
  head = ''
  readonly frames: RawFrame[] = []
  readonly texts: string[] = []
  /** How often the network had something for us. */
  chunks = 0
  ended = false
  #bytes: Buffer = Buffer.alloc(0)

  private constructor(port: number) {
    this.socket = connect(port, '127.0.0.1')
    this.socket.on('data', (chunk) => this.#take(chunk))
    this.socket.on('error', () => undefined)
    this.socket.on('close', () => {
      this.ended = true
    })
  }

  /** Sends the request as it is, and resolves with the answer's head. */
  static async request(port: number, text: string): Promise<RawWebSocket> {
    const raw = new RawWebSocket(port)
    raw.socket.write(text)
    await until('the upgrade was answered', () => raw.head !== '' || raw.ended)
    return raw
  }

  static open(port: number, headers: Readonly<Record<string, string>> = {}): Promise<RawWebSocket> {
    return RawWebSocket.request(port, upgradeText({ Authorization: 'Bearer good', ...headers }))
  }

  get status(): number {
    return Number(this.head.split(' ')[1] ?? 0)
  }

  /** What follows the head, where the answer is no upgrade. */
  get body(): string {
    return this.#bytes.toString()
  }

  header(name: string): string | undefined {
    return new RegExp(`^${name}: (.*)$`, 'im').exec(this.head)?.[1]?.trim()
  }

  get closeCode(): number | undefined {
    return this.frames.find(({ opcode }) => opcode === 8)?.payload.readUInt16BE(0)
  }

  /** The code of the close frame that the server sent. */
  closed(limitMs?: number): Promise<number> {
    return until(`the server closed (so far: ${this.texts.length} texts)`, () => this.closeCode, limitMs)
  }

  write(...bytes: readonly Buffer[]): void {
    this.socket.write(Buffer.concat(bytes))
  }

  destroy(): void {
    this.socket.destroy()
  }

  #take(chunk: Buffer): void {
    this.chunks += 1
    this.#bytes = Buffer.concat([this.#bytes, chunk])
    if (this.head === '') {
      const end = this.#bytes.indexOf('\r\n\r\n')
      if (end < 0) return
      this.head = this.#bytes.subarray(0, end + 2).toString()
      this.#bytes = this.#bytes.subarray(end + 4)
    }
    if (this.status === 101) while (this.#takeFrame());
  }

  #takeFrame(): boolean {
    const bytes = this.#bytes
    if (bytes.length < 2) return false
    const short = bytes.readUInt8(1)
    const offset = short === 127 ? 10 : short === 126 ? 4 : 2
    if (bytes.length < offset) return false
    const length = short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short
    if (bytes.length < offset + length) return false
    const frame = { opcode: bytes.readUInt8(0) & 15, payload: Buffer.from(bytes.subarray(offset, offset + length)) }
    this.frames.push(frame)
    if (frame.opcode === 1) this.texts.push(frame.payload.toString())
    this.#bytes = bytes.subarray(offset + length)
    return true
  }
}

export function upgradeText(headers: Readonly<Record<string, string>> = {}, { method = 'GET', path = '/v1/ws' } = {}): string {
  const all: Record<string, string> = {
    Host: '127.0.0.1',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    ...headers,
  }
  const lines = Object.entries(all).flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${value}\r\n`]))
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`
}

/** A client's frame; `first` is its first byte (FIN, RSV and opcode). */
export function clientFrame(first: number, payload: Buffer | string = '', { masked = true } = {}): Buffer {
  const data = Buffer.from(payload)
  const long = data.length > 125
  const header = Buffer.from([
    first,
    (masked ? 128 : 0) | (long ? 126 : data.length),
    ...(long ? [data.length >> 8, data.length & 255] : []),
  ])
  if (!masked) return Buffer.concat([header, data])
  const mask = randomBytes(4)
  return Buffer.concat([header, mask, data.map((byte, place) => byte ^ (mask[place % 4] ?? 0))])
}
