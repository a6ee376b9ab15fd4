import { randomBytes, randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'
import { Contract, checkFrame } from './contract.js'
import { until } from './until.js'

/** A body as the wire has it, of no type on purpose: a test compares it with what the contract says, not with what our types promise. */
export type Json = ReturnType<typeof JSON.parse>

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Json
}

export interface CallOptions {
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

/** Calls the API as anybody could: no knowledge of the server's code. What is answered must be as the API's own document says. */
export async function call(url: string, method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const answer = await callUnchecked(url, method, path, options)
  const { status, headers, body } = answer
  const complaint = (await Contract.of(url)).complaintOf({ method, path, status, type: headers.get('Content-Type'), body })
  if (complaint !== null) throw new Error(complaint)
  return answer
}

/** For servers that answer what no document says. */
export async function callUnchecked(url: string, method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(options.token === undefined ? {} : { Authorization: `Bearer ${options.token}` }),
      ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: isRaw(options.body) ? options.body : JSON.stringify(options.body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('Content-Type')?.includes('json')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text || null }
}

/** Text and bytes are sent as they are, anything else as JSON. */
const isRaw = (body: unknown): body is string | Uint8Array<ArrayBuffer> => typeof body === 'string' || body instanceof Uint8Array

export const password = 'correct horse battery staple'

/** Somebody with an account, signed in. */
export class Person {
  readonly url: string
  readonly handle: string
  readonly email: string
  id = ''
  token = ''
  refreshToken = ''

  private constructor(url: string, handle: string, email: string) {
    this.url = url
    this.handle = handle
    this.email = email
  }

  static async signUp(url: string, name = 'person'): Promise<Person> {
    const handle = `${name}_${randomBytes(5).toString('hex')}`
    const person = new Person(url, handle, `${handle}@example.com`)
    await person.expect(202, 'POST', '/v1/auth/register', { email: person.email, password, handle, displayName: name })
    await person.expect(204, 'POST', '/v1/auth/verify-email', { token: await mailedToken(url, person.email) })
    await person.logIn()
    return person
  }

  async logIn(url = this.url): Promise<void> {
    const { body } = await call(url, 'POST', '/v1/auth/login', { body: { email: this.email, password } })
    this.id = body.user?.id ?? this.id
    this.token = body.accessToken ?? ''
    this.refreshToken = body.refreshToken ?? ''
  }

  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    return call(this.url, method, path, { token: this.token, ...(body === undefined ? {} : { body }), ...(headers ? { headers } : {}) })
  }

  async expect(status: number, method: string, path: string, body?: unknown): Promise<Json> {
    const answer = await this.call(method, path, body)
    if (answer.status !== status) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}, not ${status}`)
    return answer.body
  }

  /** As every client does it: the same again while the server says that it has no time (503). */
  async send(chatId: string, text: string, clientId: string = randomUUID()): Promise<Json> {
    let tries = 0
    const { status, body } = await until('there was time to send', async () => {
      tries += 1
      const answer = await this.call('POST', `/v1/chats/${chatId}/messages`, { clientId, text })
      return answer.status !== 503 && answer
    })
    if (status !== 201 && (status !== 200 || tries === 1))
      throw new Error(`a message was answered ${status} ${JSON.stringify(body)}, not 201`)
    return body
  }

  createGroup(title: string, ...members: readonly Person[]): Promise<Json> {
    return this.expect(201, 'POST', '/v1/chats', { type: 'group', title, memberIds: members.map((member) => member.id) })
  }

  /** A socket that has had `ready`, and with `subscribed` all of the person's chats. */
  async connect({ url = this.url, subscribed = true } = {}): Promise<Socket> {
    const socket = new Socket(url, this.token)
    await socket.next('ready')
    if (subscribed) await this.#subscribe(socket)
    return socket
  }

  /** A sync waits half a second at most for the socket's node: one that was slower may not have subscribed it, and `resync` says so. */
  async #subscribe(socket: Socket): Promise<void> {
    const isConfirmed = async () => {
      const begun = performance.now()
      await this.expect(200, 'POST', '/v1/sync', { chats: [] })
      return performance.now() - begun < 250
    }
    await until('a sync subscribed the socket', isConfirmed)
    socket.forget('resync')
  }
}

export async function mailedToken(url: string, email: string, subject = 'verify'): Promise<string> {
  const mails = (await call(url, 'GET', `/dev/mail.json?to=${encodeURIComponent(email)}`)).body
  const mail = mails.find((one: Json) => one.subject.toLowerCase().includes(subject))
  const [, token] = /[?&]token=([\w.~-]+)/.exec(mail?.text ?? '') ?? []
  if (token === undefined) throw new Error(`no mail to ${email} about ${subject}`)
  return token
}

/** A client socket that keeps every frame it got. */
export class Socket {
  readonly frames: Json[] = []
  readonly ws: WebSocket
  closed: { code: number; reason: string } | null = null

  constructor(url: string, token: string) {
    this.ws = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/ws`, ['parley.v1', `bearer.${token}`])
    this.ws.on('message', (data) => {
      const frame = JSON.parse((data as Buffer).toString())
      this.frames.push(frame)
      checkFrame(url, frame)
    })
    this.ws.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason) }
    })
    this.ws.on('error', () => undefined)
  }

  of(type: string): readonly Json[] {
    return this.frames.filter((frame) => frame.type === type)
  }

  forget(type: string): void {
    const others = this.frames.filter((frame) => frame.type !== type)
    this.frames.splice(0, this.frames.length, ...others)
  }

  /** The first frame of the type that fits, waited for. */
  next(type: string, fits: (frame: Json) => boolean = () => true, limitMs?: number): Promise<Json> {
    const find = () => this.frames.find((frame) => frame.type === type && fits(frame))
    return until(`a ${type} came (so far: ${[...new Set(this.frames.map((frame) => frame.type))].join(', ')})`, find, limitMs)
  }

  end(limitMs?: number): Promise<{ code: number; reason: string }> {
    return until('the socket was closed', () => this.closed, limitMs)
  }

  close(): void {
    this.ws.terminate()
  }
}
