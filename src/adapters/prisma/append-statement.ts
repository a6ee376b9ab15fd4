import { hash } from 'node:crypto'
import type { Appended } from '../../application/ports/message-repository.js'
import { Conflict, Forbidden, NotFound } from '../../domain/errors.js'
import type { UserId } from '../../domain/ids.js'
import type { OwnPlace } from '../../domain/member.js'
import { callOf } from '../../domain/messages/mentions.js'
import { type DraftFindings, type MessageDraft, messageOf, plainFindings, sentBody } from '../../domain/messages/message.js'
import type { PrismaClient } from '../../generated/prisma/client.js'
import type { Verdict } from './group-commit.js'
import {
  type AttachmentJson,
  type ForwardedJson,
  type MessageRow,
  messageColumns,
  messageOfJson,
  toAttachment,
  toForwarded,
  toMessage,
} from './message-rows.js'
import { type Json, type MeRow, toMe, toNumber } from './rows.js'

interface FindingsJson {
  readonly text: string | null
  readonly mentions: readonly string[]
  readonly mentionsAll: boolean
  readonly attachments: readonly AttachmentJson[] | null
  readonly forwarded: ForwardedJson | null
  /** Of a reply in a thread, the root's row after it. */
  readonly root: Json<MessageRow> | null
}

/** `append_messages`, in the migrations, says what the outcomes mean. */
type OutcomeRow = { readonly place: number } & (
  | {
      readonly outcome: 'created'
      readonly number: bigint
      readonly seq: bigint
      readonly members_seq: bigint
      /** `null` for plain text that calls nobody. */
      readonly findings: FindingsJson | null
    }
  | { readonly outcome: 'duplicate'; readonly message_id: string }
  | { readonly outcome: Refusal | 'busy' }
  | ({ readonly outcome: 'marked'; readonly unread: bigint; readonly unread_mentions: bigint } & Omit<MeRow, 'marked_unread'>)
)

const refusals = {
  conflict: () => new Conflict('This clientId was used before, for another message.'),
  not_found: () => new NotFound('chat'),
  reply_not_found: () => new NotFound('message to reply to'),
  thread_not_found: () => new NotFound('thread'),
  forward_not_found: () => new NotFound('message to forward'),
  attachment_not_found: () => new NotFound('attachment'),
  blocked: () => new Forbidden('You cannot write to this person.'),
} as const satisfies Readonly<Record<string, () => Error>>

type Refusal = keyof typeof refusals

/** What a retry is compared with. */
const digestOf = (draft: MessageDraft): string => hash('sha256', sentBody(draft))

/** What is to be looked up for a message; `null` for plain text that calls nobody. */
function extrasOf({ text, threadRoot, attachmentIds = [], forwardOf }: MessageDraft): string | null {
  const { handles, all } = callOf(text)
  const extras = {
    ...(threadRoot ? { threadRoot } : {}),
    ...(handles.length > 0 ? { handles } : {}),
    ...(all ? { all } : {}),
    ...(attachmentIds.length > 0 ? { attachments: attachmentIds } : {}),
    ...(forwardOf ? { forwardChat: forwardOf.chatId, forwardOf: forwardOf.messageId } : {}),
  }
  return Object.keys(extras).length === 0 ? null : JSON.stringify(extras)
}

/** Appends a batch in one statement and one commit. */
export async function appendBatch(
  prisma: PrismaClient,
  drafts: readonly MessageDraft[],
  wait: boolean,
): Promise<readonly Verdict<Appended>[]> {
  const rows = await prisma.$queryRaw<OutcomeRow[]>`SELECT * FROM append_messages(
    ${drafts.map((draft) => draft.id)}::uuid[], ${drafts.map((draft) => draft.chatId)}::uuid[], ${drafts.map((draft) => draft.senderId)}::uuid[],
    ${drafts.map((draft) => draft.clientId)}::uuid[], ${drafts.map(digestOf)}::text[], ${drafts.map((draft) => draft.text)}::text[],
    ${drafts.map((draft) => draft.replyTo)}::uuid[], ${drafts.map((draft) => draft.createdAt.toISOString())}::timestamptz[],
    ${drafts.map(extrasOf)}::text[]::jsonb[], ${wait})`
  const outcomes = new Map<number, OutcomeRow>()
  const marks = new Map<number, OwnPlace>()
  for (const row of rows) {
    if (row.outcome === 'marked') marks.set(row.place, placeOf(row))
    else outcomes.set(row.place, row)
  }
  const earlier = await findEarlier(prisma, rows)
  return drafts.map((draft, index): Verdict<Appended> => {
    const row = outcomes.get(index + 1)
    if (row === undefined) throw new Error('append_messages has not judged every message.')
    switch (row.outcome) {
      case 'created': {
        const { findings } = row
        const message = messageOf(draft, toNumber(row.number), toNumber(row.seq), findings ? toFindings(findings) : plainFindings(draft))
        const root = findings?.root ? messageOfJson(findings.root) : null
        return {
          kind: 'done',
          result: { created: true, message, membersSeq: toNumber(row.members_seq), sender: marks.get(index + 1) ?? null, root },
        }
      }
      case 'duplicate': {
        const message = earlier.get(row.message_id)
        if (message === undefined) return { kind: 'refused', error: new NotFound('chat') }
        return { kind: 'done', result: { created: false, message } }
      }
      case 'busy':
        return { kind: 'busy' }
      case 'marked':
        throw new Error('What a sender is left with is no outcome.')
      default:
        return { kind: 'refused', error: refusals[row.outcome]() }
    }
  })
}

const placeOf = (row: OutcomeRow & { outcome: 'marked' }): OwnPlace => ({
  me: toMe({ ...row, marked_unread: false }),
  unread: toNumber(row.unread),
  unreadMentions: toNumber(row.unread_mentions),
})

const toFindings = ({ text, mentions, mentionsAll, attachments, forwarded }: FindingsJson): DraftFindings => ({
  text,
  mentions: mentions as readonly UserId[],
  mentionsAll,
  attachments: (attachments ?? []).map(toAttachment),
  forwardedFrom: toForwarded(forwarded),
})

async function findEarlier(prisma: PrismaClient, rows: readonly OutcomeRow[]) {
  const ids = rows.flatMap((row) => (row.outcome === 'duplicate' ? [row.message_id] : []))
  if (ids.length === 0) return new Map<string, ReturnType<typeof toMessage>>()
  const found = await prisma.$queryRaw<MessageRow[]>`SELECT ${messageColumns} FROM messages m WHERE m.id = ANY(${ids}::uuid[])`
  return new Map(found.map((row) => [row.id, toMessage(row)]))
}
