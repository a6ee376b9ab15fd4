import { createServer } from 'node:http'
import { PrismaPg } from '@prisma/adapter-pg'
import { createAdapter } from '@socket.io/redis-adapter'
import express from 'express'
import { Redis } from 'ioredis'
import jwt from 'jsonwebtoken'
import { Server } from 'socket.io'
import { z } from 'zod'
import { PrismaClient } from '../../../dist/bench/socket-io-app/client.js'

/** The app that people write today, as the documentation of its parts has it: JWT, a membership check, one row, an emit to the room. */
const { PORT = '0', DATABASE_URL, REDIS_URL, JWT_SECRET } = process.env
const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: DATABASE_URL, max: 10 }) })
const redis = new Redis(REDIS_URL)
const app = express()
const server = createServer(app)
const io = new Server(server, { transports: ['websocket'], adapter: createAdapter(redis, redis.duplicate()) })

const newMessage = z.object({ clientId: z.uuid(), text: z.string().min(1).max(4000) })

function authenticate(request, response, next) {
  try {
    request.userId = jwt.verify(request.headers.authorization?.slice(7) ?? '', JWT_SECRET, { algorithms: ['HS256'] }).sub
    next()
  } catch {
    response.status(401).json({ error: 'unauthenticated' })
  }
}

app.use(express.json())
app.post('/v1/chats/:chatId/messages', authenticate, async (request, response) => {
  const body = newMessage.safeParse(request.body)
  if (!body.success) return response.status(400).json({ error: 'invalid', issues: body.error.issues })
  const { chatId } = request.params
  const { userId } = request
  const member = await prisma.member.findUnique({ where: { chatId_userId: { chatId, userId } } })
  if (!member) return response.status(404).json({ error: 'not found' })
  const message = await prisma.message.create({ data: { chatId, senderId: userId, ...body.data } })
  io.to(`chat:${chatId}`).emit('message.created', { message })
  response.status(201).json(message)
})

io.use((socket, next) => {
  try {
    socket.data.userId = jwt.verify(socket.handshake.auth.token, JWT_SECRET, { algorithms: ['HS256'] }).sub
    next()
  } catch {
    next(new Error('unauthenticated'))
  }
})
io.on('connection', async (socket) => {
  const chats = await prisma.member.findMany({ where: { userId: socket.data.userId } })
  await socket.join(chats.map(({ chatId }) => `chat:${chatId}`))
  socket.emit('ready')
})

server.listen(Number(PORT), '127.0.0.1', () => console.log('Ready:'))
