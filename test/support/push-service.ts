import { createPublicKey, verify } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingHttpHeaders } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { certificateFor } from './certificate.js'

export interface ReceivedPush {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** `null`: none, for ever. */
type Answer = number | null

/** A push service as browsers' makers run them, over TLS, at any name below `push.example`. It takes what is sent, and answers what it is told to. */
export class PushService {
  readonly received: ReceivedPush[] = []
  /** How the next ones are answered, by the beginning of their path. */
  readonly answers = new Map<string, Answer>()
  readonly ca: string
  readonly #server: Server

  private constructor(server: Server, ca: string) {
    this.#server = server
    this.ca = ca
  }

  static async start(): Promise<PushService> {
    const { cert, key } = certificateFor('push.example', '*.push.example')
    const server = createServer({ cert, key })
    const service = new PushService(server, cert)
    server.on('request', (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const { url: path = '', headers } = request
        service.received.push({ path, headers, body: Buffer.concat(chunks) })
        const status = [...service.answers].find(([start]) => path.startsWith(start))?.[1]
        if (status !== null) response.writeHead(status ?? 201, { Location: `https://push.example${path}` }).end()
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return service
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** What a sender needs to find it. */
  get network() {
    const resolve = (_host: string, _options: object, answer: (error: null, addresses: { address: string; family: number }[]) => void) =>
      answer(null, [{ address: '127.0.0.1', family: 4 }])
    return { ca: this.ca, port: this.port, allows: (address: string) => address === '127.0.0.1', resolve }
  }

  for(endpoint: string): readonly ReceivedPush[] {
    return this.received.filter(({ path }) => path === new URL(endpoint).pathname)
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}

/** The claims of who sent it, if the signature is good for the key that is told beside it; and that key. */
export function vapidOf({ headers }: ReceivedPush): { readonly claims: Record<string, unknown>; readonly key: string } {
  const [, token = '', key = ''] = /^vapid t=([^, ]+), ?k=([\w-]+)$/.exec(headers.authorization ?? '') ?? []
  const [header = '', payload = '', signature = ''] = token.split('.')
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
  const point = Buffer.from(key, 'base64url')
  const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') }
  const publicKey = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' as const }
  if (
    read(header).alg !== 'ES256' ||
    !verify('SHA256', Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, 'base64url'))
  )
    throw new Error('not signed by that key')
  return { claims: read(payload), key }
}
