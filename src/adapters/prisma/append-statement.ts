import { createHash } from 'node:crypto'
import type { Appended } from '../../application/ports/message-repository.js'
import { Conflict, NotFound } from '../../domain/errors.js'
import { type MessageDraft, messageOf } from '../../domain/message.js'
import type { PrismaClient } from '../../generated/prisma/client.js'
import type { Verdict } from './group-commit.js'
import { type MeRow, type MessageRow, messageColumns, toMe, toMessage, toNumber } from './rows.js'

/** `append_messages` of the first migration says what the outcomes mean. */
type OutcomeRow = { readonly place: number } & (
  | { readonly outcome: 'created'; readonly number: bigint; readonly seq: bigint; readonly members_seq: bigint }
  | { readonly outcome: 'duplicate'; readonly message_id: string }
  | { readonly outcome: 'conflict' | 'not_found' | 'reply_not_found' | 'busy' }
  | ({ readonly outcome: 'marked'; readonly unread: bigint } & Omit<MeRow, 'marked_unread'>)
)

/** What a retry is compared with. */
const digestOf = (draft: MessageDraft): string =>
  createHash('sha256')
    .update(JSON.stringify([draft.text, draft.replyTo]))
    .digest('hex')

/** Appends a batch in one statement and one commit. */
export async function appendBatch(
  prisma: PrismaClient,
  drafts: readonly MessageDraft[],
  wait: boolean,
): Promise<readonly Verdict<Appended>[]> {
  const rows = await prisma.$queryRaw<OutcomeRow[]>`SELECT * FROM append_messages(
    ${drafts.map((draft) => draft.id)}::uuid[], ${drafts.map((draft) => draft.chatId)}::uuid[], ${drafts.map((draft) => draft.senderId)}::uuid[],
    ${drafts.map((draft) => draft.clientId)}::uuid[], ${drafts.map(digestOf)}::text[], ${drafts.map((draft) => draft.text)}::text[],
    ${drafts.map((draft) => draft.replyTo)}::uuid[], ${drafts.map((draft) => draft.createdAt.toISOString())}::timestamptz[], ${wait})`
  const outcomes = new Map<number, OutcomeRow>()
  const marks = new Map<number, NonNullable<(Appended & { created: true })['sender']>>()
  for (const row of rows) {
    if (row.outcome === 'marked') marks.set(row.place, { me: toMe({ ...row, marked_unread: false }), unread: toNumber(row.unread) })
    else outcomes.set(row.place, row)
  }
  const earlier = await findEarlier(prisma, rows)
  return drafts.map((draft, index): Verdict<Appended> => {
    const row = outcomes.get(index + 1)
    switch (row?.outcome) {
      case 'created': {
        const message = messageOf(draft, toNumber(row.number), toNumber(row.seq))
        return {
          kind: 'done',
          result: { created: true, message, membersSeq: toNumber(row.members_seq), sender: marks.get(index + 1) ?? null },
        }
      }
      case 'duplicate': {
        const message = earlier.get(row.message_id)
        if (message === undefined) return { kind: 'refused', error: new NotFound('chat') }
        return { kind: 'done', result: { created: false, message } }
      }
      case 'busy':
        return { kind: 'busy' }
      case 'conflict':
        return { kind: 'refused', error: new Conflict('This clientId was used before, for another message.') }
      case 'reply_not_found':
        return { kind: 'refused', error: new NotFound('message to reply to') }
      default:
        return { kind: 'refused', error: new NotFound('chat') }
    }
  })
}

async function findEarlier(prisma: PrismaClient, rows: readonly OutcomeRow[]) {
  const ids = rows.flatMap((row) => (row.outcome === 'duplicate' ? [row.message_id] : []))
  if (ids.length === 0) return new Map<string, ReturnType<typeof toMessage>>()
  const found = await prisma.$queryRaw<MessageRow[]>`SELECT ${messageColumns} FROM messages m WHERE m.id = ANY(${ids}::uuid[])`
  return new Map(found.map((row) => [row.id, toMessage(row)]))
}
