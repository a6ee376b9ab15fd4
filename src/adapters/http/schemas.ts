import { z } from 'zod'
import type { AttachmentId, ChatId, ClientId, MessageId, PushSubscriptionId, SessionId, UserId } from '../../domain/ids.js'
import { isStorable, labelProblem, maxTextLength, messageTextProblem } from '../../domain/text.js'

export const uuid = z.guid('must be a UUID').transform((id) => id.toLowerCase())

/** The type alone makes it an id of something: a transformation of its own would be a step more for each. */
const idOf = <Id extends string>() => uuid as unknown as z.ZodType<Id, string>

export const userId = idOf<UserId>()
export const sessionId = idOf<SessionId>()
export const chatId = idOf<ChatId>()
export const messageId = idOf<MessageId>()
export const attachmentId = idOf<AttachmentId>()
export const pushSubscriptionId = idOf<PushSubscriptionId>()
export const clientId = idOf<ClientId>()

const problemAsIssue = (problemOf: (text: string) => string | null) => (context: z.core.ParsePayload<string>) => {
  const message = problemOf(context.value)
  if (message) context.issues.push({ code: 'custom', message, input: context.value })
}

/** Any text that can be stored as it is. */
export const storable = (maxLength: number) => z.string().max(maxLength).refine(isStorable, 'must not contain NUL or an unpaired surrogate')

/** A name or title that is shown beside others'. */
export const label = (maxLength: number) =>
  z
    .string()
    .check(problemAsIssue((text) => labelProblem(text, maxLength)))
    .meta({ minLength: 1, maxLength, description: 'Counted in code points. One of them visible, none of them a control character.' })

/** Words whose problems are told by a function of the domain. */
export const text = (maxLength: number, problemOf: (text: string) => string | null) =>
  z.string().check(problemAsIssue(problemOf)).meta({ minLength: 1, maxLength, description: 'Counted in code points.' })

export const messageText = z
  .string()
  .check(problemAsIssue(messageTextProblem))
  .meta({ minLength: 1, maxLength: maxTextLength, description: 'Counted in code points, one of them visible. Kept exactly as it is sent.' })

/** A message number or `seq` as JSON. */
export const counter = z.int().min(0)

/** The same in a query string: decimal digits and nothing else. */
export const counterText = z
  .string()
  .regex(/^(0|[1-9]\d{0,15})$/, 'must be a whole number')
  .transform(Number)
  .refine(Number.isSafeInteger, 'is too large')

const limit = z
  .string()
  .regex(/^[1-9]\d{0,2}$/, 'must be a whole number from 1 to 100')
  .transform(Number)
  .refine((value) => value <= 100, 'must be at most 100')
  .default(50)

const cursor = z
  .string()
  .max(500)
  .regex(/^[\w-]+$/, 'is not a cursor of ours')
  .optional()

export const limitQuery = z.strictObject({ limit })

export const pageQuery = z.strictObject({ limit, cursor })

export const pageOf = (query: { limit: number; cursor?: string | undefined }) => ({ limit: query.limit, cursor: query.cursor ?? null })

/** A search prefix. */
export const searchQuery = pageQuery.extend({ query: storable(100).default('') })

export const chatParams = z.object({ chatId })

export const messageParams = chatParams.extend({ messageId })
