import { randomUUID } from 'node:crypto'
import { appendBatch } from '../src/adapters/prisma/append-statement.js'
import { openPostgres } from '../src/adapters/prisma/client.js'
import { PrismaMessageRepository } from '../src/adapters/prisma/prisma-message-repository.js'
import { Unavailable } from '../src/domain/errors.js'
import type { ChatId, ClientId, MessageId, UserId } from '../src/domain/ids.js'
import type { MessageDraft } from '../src/domain/messages/message.js'
import type { PrismaClient } from '../src/generated/prisma/client.js'
import { median } from '../test/support/median.js'
import { createTestDatabase } from '../test/support/postgres.js'
import { machine, rate, spread } from './measure.js'

const sendersAtOnce = [1, 8, 64, 256]
const chatsAtOnce = [1, 200]
const rounds = 5
const roundMs = 400

type Append = (draft: MessageDraft) => Promise<unknown>
interface Place {
  readonly chats: readonly ChatId[]
  readonly senders: readonly UserId[]
}

/**
 * Messages accepted and persisted a second: as the server sends them, many to a commit, against one to a commit, on the same database in
 * alternating rounds. A sender awaits one message before the next.
 */
export async function run(): Promise<void> {
  const { url, drop } = await createTestDatabase()
  const { prisma, close } = openPostgres(url)
  try {
    const place = await seed(prisma)
    const repository = new PrismaMessageRepository(prisma)
    const grouped: Append = (draft) => repository.append(draft)
    const single: Append = (draft) => appendBatch(prisma, [draft], true)
    console.log(`${machine()}\n${await server(prisma)}\n${rounds} rounds of ${roundMs} ms each; median (least–most) messages a second\n`)
    console.log('| senders | chats | many to a commit | one to a commit | ratio |\n|---|---|---|---|---|')
    await measure(place, 64, 200, grouped)
    for (const chats of chatsAtOnce) {
      for (const senders of sendersAtOnce) {
        const rates = { grouped: [] as number[], single: [] as number[] }
        for (let round = 0; round < rounds; round += 1) {
          rates.grouped.push(await measure(place, senders, chats, grouped))
          rates.single.push(await measure(place, senders, chats, single))
        }
        const ratio = (median(rates.grouped) / median(rates.single)).toFixed(1)
        console.log(`| ${senders} | ${chats} | ${spread(rates.grouped)} | ${spread(rates.single)} | ${ratio} |`)
      }
    }
    await requireWhole(prisma)
  } finally {
    await close()
    await drop()
  }
}

let accepted = 0
let refused = 0

const measure = ({ chats, senders }: Place, callers: number, chatCount: number, append: Append): Promise<number> =>
  rate(callers, roundMs, (caller, turn) => {
    const draft: MessageDraft = {
      id: randomUUID() as string as MessageId,
      chatId: chats[(caller + turn * 7) % chatCount] as ChatId,
      clientId: randomUUID() as string as ClientId,
      senderId: senders[caller] as UserId,
      text: 'A message of about the length that people write to each other, seventy.',
      replyTo: null,
      createdAt: new Date(),
    }
    return append(draft).then(
      () => {
        accepted += 1
        return true
      },
      (error: unknown) => {
        if (!(error instanceof Unavailable)) throw error
        refused += 1
        return false
      },
    )
  })

/** 256 people who are all in 200 chats. */
async function seed(prisma: PrismaClient): Promise<Place> {
  await prisma.$executeRaw`INSERT INTO users (id, handle, display_name, created_at)
    SELECT gen_random_uuid(), 'sender' || g, 'Sender', now() FROM generate_series(1, 256) g`
  await prisma.$executeRaw`INSERT INTO chats (id, type, title, member_count, seq, created_at, last_activity_at, changed_at)
    SELECT gen_random_uuid(), 'group', 'Chat', 256, 256, now(), now(), now() FROM generate_series(1, 200)`
  await prisma.$executeRaw`INSERT INTO chat_members (chat_id, user_id, joined_at, seq) SELECT c.id, u.id, now(), 1 FROM chats c, users u`
  await prisma.$executeRaw`ANALYZE`
  const [chats, users] = [await prisma.chat.findMany({ select: { id: true } }), await prisma.user.findMany({ select: { id: true } })]
  return { chats: chats.map((chat) => chat.id as ChatId), senders: users.map((user) => user.id as UserId) }
}

async function server(prisma: PrismaClient): Promise<string> {
  const [row] = await prisma.$queryRaw<{ version: string; fsync: string; commit: string }[]>`
    SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit`
  return `PostgreSQL ${row?.version}, fsync ${row?.fsync}, synchronous_commit ${row?.commit}, pool of 10`
}

/** Every message that was accepted is there, and no chat has a hole. */
async function requireWhole(prisma: PrismaClient): Promise<void> {
  const stored = await prisma.message.count()
  const [holes] = await prisma.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) FROM chats c WHERE c.message_count <> (SELECT coalesce(max(m.number), 0) FROM messages m WHERE m.chat_id = c.id)
      OR c.message_count <> (SELECT count(*) FROM messages m WHERE m.chat_id = c.id)`
  const found = `${accepted} accepted, ${refused} refused for want of a connection or a lock, ${stored} stored, ${holes?.count} chats with a hole`
  if (stored < accepted || stored > accepted + refused || holes?.count !== 0n) throw new Error(found)
  console.log(`\n${found}.`)
}
