import { createHmac, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import pg from 'pg'
import { type WebSocket, WebSocketServer } from 'ws'

/**
 * The same job with nothing in the way: no framework, no ORM, no rules but the token, the membership and a clientId that posts once. What a
 * message costs at least in Node.
 */
const { PORT = '0', DATABASE_URL = '', JWT_SECRET = '' } = process.env
/** As Parley's: tables that were analysed while they were empty would be read through for each batch. */
const options = '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off'
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 4, options })
const users = new Map<string, string>()
const rooms = new Map<string, Set<Duplex>>()
const corked = new Set<Duplex>()

interface Draft {
  readonly id: string
  readonly chatId: string
  readonly senderId: string
  readonly clientId: string
  readonly text: string
  readonly response: ServerResponse
}
const queue: Draft[] = []
let pumping = false

const insert = `
  WITH i AS (
    SELECT t.*, row_number() OVER (PARTITION BY t.chat_id ORDER BY t.nth) AS place
    FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[]) WITH ORDINALITY AS t(id, chat_id, sender_id, client_id, body, nth)
    WHERE EXISTS (SELECT FROM members m WHERE m.chat_id = t.chat_id AND m.user_id = t.sender_id)
      AND NOT EXISTS (SELECT FROM messages d WHERE d.sender_id = t.sender_id AND d.client_id = t.client_id)
  ), c AS (
    UPDATE chats SET count = count + x.n FROM (SELECT chat_id, count(*) AS n FROM i GROUP BY chat_id) x
    WHERE chats.id = x.chat_id RETURNING chats.id, chats.count - x.n AS base
  )
  INSERT INTO messages (id, chat_id, number, sender_id, client_id, text, created_at)
  SELECT i.id, i.chat_id, c.base + i.place, i.sender_id, i.client_id, i.body, now() FROM i JOIN c ON c.id = i.chat_id
  RETURNING id, number, created_at`

async function pump(): Promise<void> {
  pumping = true
  await Promise.resolve()
  while (queue.length > 0) {
    const batch = queue.splice(0, 256)
    const columns = [batch.map((one) => one.id), batch.map((one) => one.chatId), batch.map((one) => one.senderId)]
    const values = [...columns, batch.map((one) => one.clientId), batch.map((one) => one.text)]
    const stored = await pool.query<{ id: string; number: string; created_at: Date }>({ name: 'insert', text: insert, values })
    const rows = new Map(stored.rows.map((row) => [row.id, row]))
    for (const draft of batch) answer(draft, rows.get(draft.id))
  }
  pumping = false
}

function answer({ id, chatId, senderId, clientId, text, response }: Draft, row?: { number: string; created_at: Date }): void {
  if (!row) {
    reply(response, 404, '{"error":"not found"}')
    return
  }
  const message = JSON.stringify({ id, chatId, number: Number(row.number), senderId, clientId, text, createdAt: row.created_at })
  const frame = textFrame(`{"type":"message.created","chatId":"${chatId}","data":{"message":${message}}}`)
  for (const socket of rooms.get(chatId) ?? []) {
    if (corked.size === 0) setImmediate(uncork)
    if (!corked.has(socket)) socket.cork()
    corked.add(socket)
    socket.write(frame)
  }
  reply(response, 201, message)
}

function uncork(): void {
  for (const socket of corked) socket.uncork()
  corked.clear()
}

function reply(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
  response.end(body)
}

function textFrame(text: string): Buffer {
  const body = Buffer.from(text)
  const head = body.length < 126 ? Buffer.from([0x81, body.length]) : Buffer.from([0x81, 126, body.length >> 8, body.length & 255])
  return Buffer.concat([head, body])
}

function userOf(request: IncomingMessage): string | undefined {
  const token = request.headers.authorization?.slice(7) ?? ''
  const known = users.get(token)
  if (known) return known
  const [head = '', payload = '', signature] = token.split('.')
  if (createHmac('sha256', JWT_SECRET).update(`${head}.${payload}`).digest('base64url') !== signature) return undefined
  const { sub, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub: string; exp: number }
  if (exp * 1_000 < Date.now()) return undefined
  users.set(token, sub)
  return sub
}

const server = createServer((request, response) => {
  const senderId = userOf(request)
  const [, chatId] = /^\/v1\/chats\/([\w-]{36})\/messages$/.exec(request.url ?? '') ?? []
  if (!senderId) return reply(response, 401, '{"error":"unauthenticated"}')
  if (!chatId || request.method !== 'POST') return reply(response, 404, '{"error":"not found"}')
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (chunk: string) => {
    body += chunk
  })
  request.on('end', () => {
    const { clientId, text } = JSON.parse(body) as { clientId: string; text: string }
    queue.push({ id: randomUUID(), chatId, senderId, clientId, text, response })
    if (!pumping) void pump()
  })
})

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
  const userId = userOf(request)
  if (!userId) return void socket.destroy()
  sockets.handleUpgrade(request, socket, head, (webSocket) => void join(webSocket, socket, userId))
})

async function join(webSocket: WebSocket, socket: Duplex, userId: string): Promise<void> {
  const { rows } = await pool.query<{ chat_id: string }>('SELECT chat_id FROM members WHERE user_id = $1', [userId])
  const joined = rows.map((row) => rooms.get(row.chat_id) ?? rooms.set(row.chat_id, new Set()).get(row.chat_id))
  for (const room of joined) room?.add(socket)
  webSocket.on('close', () => {
    for (const room of joined) room?.delete(socket)
  })
  webSocket.send('{"type":"ready"}')
}

server.listen(Number(PORT), '127.0.0.1', () => console.log('Ready:'))
