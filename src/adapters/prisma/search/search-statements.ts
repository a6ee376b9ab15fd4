import type { ChatId, MessageId, UserId } from '../../../domain/ids.js'
import type { Message } from '../../../domain/messages/message.js'
import type { SearchCriteria } from '../../../domain/search/criteria.js'
import { fold } from '../../../domain/search/fold.js'
import { Prisma } from '../../../generated/prisma/client.js'
import { type MessageRow, messageColumns, toMessage } from '../message-rows.js'
import { toNumber } from '../rows.js'
import type { LexemeQuery } from './lexemes.js'

export type Client = Pick<Prisma.TransactionClient, '$queryRaw'>

/** Between two messages, the newest first. */
export interface Place {
  readonly at: Date
  readonly id: MessageId
}

/** Which of the user's chats are searched, and how much there is in them. */
export interface Scope {
  readonly userId: UserId
  /** `null`: all of them. */
  readonly chatIds: readonly ChatId[] | null
  readonly chats: number
  /** Those that the user may see, deleted ones included. */
  readonly messages: number
  /** In everybody's chats, as the database last estimated it. */
  readonly indexed: number
  readonly senderId: UserId | null
}

/** What is looked for, of what the index knows. */
export interface Wanted extends LexemeQuery {
  readonly since: Date | null
  readonly until: Date | null
  readonly after: Place | null
  readonly count: number
}

/** The user's places `v` in the chats of the scope. */
const seats = ({ userId, chatIds }: Pick<Scope, 'userId' | 'chatIds'>) => Prisma.sql`v.user_id = ${userId}::uuid AND v.left_at IS NULL
  ${chatIds === null ? Prisma.empty : Prisma.sql`AND v.chat_id = ANY(${chatIds}::uuid[])`}`

/** Asked of one message after the other: written so, the index of lexemes does not serve it. */
const has = ({ having, lacking }: LexemeQuery) => Prisma.sql`((true
  ${having === null ? Prisma.empty : Prisma.sql`AND s.lexemes @@ ${having}::tsquery`}
  ${lacking === null ? Prisma.empty : Prisma.sql`AND NOT s.lexemes @@ ${lacking}::tsquery`}) IS TRUE)`

const within = ({ since, until, after }: Wanted) => Prisma.sql`true
  ${since === null ? Prisma.empty : Prisma.sql`AND s.created_at >= ${since}::timestamptz`}
  ${until === null ? Prisma.empty : Prisma.sql`AND s.created_at < ${until}::timestamptz`}
  ${after === null ? Prisma.empty : Prisma.sql`AND (s.created_at, s.message_id) < (${after.at}::timestamptz, ${after.id}::uuid)`}`

/** `null` if the chat asked for by id is not one of the user's. */
export async function readScope(client: Client, userId: UserId, criteria: SearchCriteria): Promise<Scope | null> {
  const { chatId, chatNamed, from } = criteria
  const named = chatNamed === null ? null : await chatsNamed(client, userId, chatNamed)
  const chatIds = chatId === null ? named : named === null || named.includes(chatId) ? [chatId] : []
  const handle = from?.startsWith('@') ? from.slice(1) : null
  const [row] = await client.$queryRaw<
    { chats: bigint; messages: bigint; indexed: number; sender_id: string | null; is_member: boolean }[]
  >`
    SELECT count(*) AS chats, coalesce(sum(greatest(c.message_count - v.first_number + 1, 0)), 0)::bigint AS messages,
      (SELECT greatest(reltuples, 0)::float8 FROM pg_class WHERE oid = 'message_search'::regclass) AS indexed,
      (SELECT u.id FROM users u WHERE u.handle = ${handle}) AS sender_id,
      EXISTS (SELECT FROM chat_members o WHERE o.chat_id = ${chatId}::uuid AND o.user_id = ${userId}::uuid AND o.left_at IS NULL) AS is_member
    FROM chat_members v JOIN chats c ON c.id = v.chat_id WHERE ${seats({ userId, chatIds })}`
  if (row === undefined || (chatId !== null && !row.is_member)) return null
  const senderId = (handle === null ? from : row.sender_id) as UserId | null
  const nobody = from !== null && senderId === null
  return { userId, chatIds, chats: nobody ? 0 : Number(row.chats), messages: toNumber(row.messages), indexed: row.indexed, senderId }
}

async function chatsNamed(client: Client, userId: UserId, name: string): Promise<readonly ChatId[]> {
  const rows = await client.$queryRaw<{ id: string; title: string | null }[]>`
    SELECT c.id, c.title FROM chat_members v JOIN chats c ON c.id = v.chat_id WHERE v.user_id = ${userId}::uuid AND v.left_at IS NULL`
  return rows.filter(({ id, title }) => id === name || fold(title ?? '').includes(name)).map(({ id }) => id as ChatId)
}

/** Of the columns so named: the order of all results. */
const newestFirst = Prisma.sql`ORDER BY created_at DESC, message_id DESC`

/** The messages themselves, in that order. */
const messagesOf = (found: Prisma.Sql) => Prisma.sql`
  SELECT ${messageColumns} FROM (${found}) f JOIN messages m ON m.id = f.message_id ORDER BY m.created_at DESC, m.id DESC`

export interface Walked {
  readonly messages: readonly Message[]
  /** Looked at, in everybody's chats. */
  readonly walked: number
  /** When the first and the last of them were sent. */
  readonly newest: Date
  readonly oldest: Date
  /** Of those, how many have what is wanted and lack what is to be lacking. */
  readonly hits: number
  /** How many have it, whatever they lack. */
  readonly having: number
  /** How many have each of the parts asked for. */
  readonly parts: readonly { readonly operand: string; readonly hits: number }[]
}

/** Looks at the newest messages of all chats, one after the other: finds what is common, and tells how common it and its parts are. */
export async function findAmongNewest(
  client: Client,
  scope: Scope,
  wanted: Wanted,
  rows: number,
  parts: readonly string[],
): Promise<Walked> {
  const told = parts.map((having) => ({ having, lacking: null }))
  const tests = [wanted, { ...wanted, lacking: null }, ...told].map(has)
  const counters = tests.map((_, at) => Prisma.sql`count(*) FILTER (WHERE hit[${at + 1}])::int`)
  const found = await client.$queryRaw<((MessageRow | { id: null }) & WalkRow)[]>`
    WITH walked AS MATERIALIZED (
      SELECT s.message_id, s.chat_id, s.number, s.created_at, ARRAY[${Prisma.join(tests)}] AS hit FROM message_search s
      WHERE ${within(wanted)} ${newestFirst} LIMIT ${rows})
    SELECT n.*, m.*
    FROM (SELECT count(*) AS walked, max(created_at) AS newest, min(created_at) AS oldest, ARRAY[${Prisma.join(counters)}] AS counts
      FROM walked) n
    LEFT JOIN (${messagesOf(Prisma.sql`
      SELECT w.message_id FROM walked w JOIN chat_members v ON v.chat_id = w.chat_id AND v.first_number <= w.number
      WHERE w.hit[1] AND ${seats(scope)} ${newestFirst} LIMIT ${wanted.count}`)}) m ON true ORDER BY m.created_at DESC, m.id DESC`
  const messages = found.filter((row): row is MessageRow & WalkRow => row.id !== null).map(toMessage)
  const [{ walked, newest, oldest, counts } = noRow] = found
  const [hits = 0, having = 0, ...ofParts] = counts
  return {
    messages,
    walked: Number(walked),
    newest: newest ?? new Date(0),
    oldest: oldest ?? new Date(0),
    hits,
    having,
    parts: parts.map((operand, at) => ({ operand, hits: ofParts[at] ?? 0 })),
  }
}

interface WalkRow {
  readonly walked: bigint
  readonly newest: Date | null
  readonly oldest: Date | null
  readonly counts: readonly number[]
}

const noRow: WalkRow = { walked: 0n, newest: null, oldest: null, counts: [] }

/** Looks at the messages of the user's chats, the newest first, in each chat until it has enough. */
export async function findInEachChat(client: Client, scope: Scope, wanted: Wanted): Promise<readonly Message[]> {
  const rows = await client.$queryRaw<MessageRow[]>`${messagesOf(Prisma.sql`
    SELECT x.message_id FROM chat_members v CROSS JOIN LATERAL (
      SELECT s.message_id, s.created_at FROM message_search s
      WHERE s.chat_id = v.chat_id AND s.number >= v.first_number AND ${within(wanted)} AND ${has(wanted)}
      ${newestFirst} LIMIT ${wanted.count}) x
    WHERE ${seats(scope)} ${newestFirst} LIMIT ${wanted.count}`)}`
  return rows.map(toMessage)
}

export interface Lookup {
  /** What is asked of the index; the rest, of each message that has these. */
  readonly operands: readonly string[]
  /** Whether the index of chats is asked too, so that nothing is read of other chats. */
  readonly inChats: boolean
}

/** Looks the lexemes up, in everybody's chats or the user's: right for what is rare. Answers ids, the newest first. */
export async function findByLexemes(client: Client, scope: Scope, wanted: Wanted, lookup: Lookup): Promise<readonly MessageId[]> {
  const chatIds = scope.chatIds === null ? Prisma.sql`ARRAY(SELECT v.chat_id FROM chat_members v WHERE ${seats(scope)})` : scope.chatIds
  // Hidden in a SELECT from PostgreSQL's estimate, which takes all pieces of a word to be together by chance, hence next to never, and
  // would not ask the index of chats then.
  const rows = await client.$queryRaw<{ message_id: MessageId }[]>`
    WITH hits AS MATERIALIZED (
      SELECT s.message_id, s.chat_id, s.number, s.created_at FROM message_search s
      WHERE s.lexemes @@ (SELECT ${lookup.operands.join(' & ')}::tsquery) AND ${has(wanted)} AND ${within(wanted)}
        ${lookup.inChats ? Prisma.sql`AND s.chat_id = ANY(${chatIds}::uuid[])` : Prisma.empty})
    SELECT h.message_id FROM hits h JOIN chat_members v ON v.chat_id = h.chat_id AND v.first_number <= h.number
    WHERE ${seats(scope)} ${newestFirst} LIMIT ${wanted.count}`
  return rows.map((row) => row.message_id)
}

/** Those that still stand, the newest first. */
export async function readMessages(client: Client, ids: readonly MessageId[]): Promise<readonly Message[]> {
  if (ids.length === 0) return []
  const rows = await client.$queryRaw<MessageRow[]>`${messagesOf(Prisma.sql`SELECT unnest(${ids}::uuid[]) AS message_id`)}`
  return rows.map(toMessage)
}

/** The newest of what is not indexed yet, as far as the user may see it. */
export async function readQueued(client: Client, scope: Scope, limit: number): Promise<readonly Message[]> {
  const rows = await client.$queryRaw<MessageRow[]>`
    SELECT ${messageColumns} FROM messages m JOIN chat_members v ON v.chat_id = m.chat_id AND v.first_number <= m.number
    WHERE m.id IN (SELECT q.message_id FROM search_queue q ORDER BY q.id DESC LIMIT ${limit}) AND m.deleted_at IS NULL AND ${seats(scope)}
      ${scope.senderId === null ? Prisma.empty : Prisma.sql`AND m.sender_id = ${scope.senderId}::uuid`}`
  return rows.map(toMessage)
}
