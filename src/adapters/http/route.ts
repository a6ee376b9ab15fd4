import type { ZodObject, ZodType, z } from 'zod'
import type { Principal } from '../../application/accounts/principal.js'
import type { Email } from '../../domain/email.js'
import type { ErrorCode } from '../../domain/errors.js'
import type { SessionId } from '../../domain/ids.js'
import type { SecurityEvent, SecurityEventType } from '../../domain/security-event.js'
import type { LimitName } from './limits/rate-limits.js'
import type { HttpErrorCode } from './problem.js'

export interface Reply {
  /** Whom an audited request concerned; `null` if nothing happened that is worth an entry. Otherwise it is the caller, or `accountOf`. */
  readonly about?: SecurityEvent['about']
  /** What the entry says beside the route's `subject`: what was not known before it was done. */
  readonly detail?: SecurityEvent['detail']
  readonly status: 200 | 201 | 202 | 204 | 206 | 304
  readonly body?: unknown
  /** JSON in pieces, instead of a body: for what may be large. */
  readonly stream?: AsyncIterable<string>
  /** A file's own bytes, instead of JSON: `headers` say of what type. */
  readonly bytes?: AsyncIterable<Uint8Array>
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
}

/** What a handler may know of the HTTP request beyond its parsed parts. */
export interface RequestInfo {
  readonly requestId: string
  /** The caller's address, as the trusted proxies tell it. */
  readonly ip: string
  /** A header's value; `undefined` if absent. Names in lower case. */
  header(name: string): string | undefined
  /** The URL's own host is never trusted: use PUBLIC_URL. Only for the same-origin rule of cookie calls. */
  readonly cookies: ReadonlyMap<string, readonly string[]>
}

type Parsed<Schema> = Schema extends ZodType ? z.output<Schema> : undefined

/** What a route answers, by status: the schema of the body, or `null` where there is none. */
export type Responses = Readonly<Partial<Record<Reply['status'], ZodType | null>>>

type ReplyOf<Answers extends Responses> = Reply &
  { [Status in keyof Answers]-?: { readonly status: Status; readonly body?: Parsed<Answers[Status]> } }[keyof Answers]

/** One route: the table of them is what is mounted, documented and put through the access matrix. */
export interface Route<
  Access extends 'public' | 'bearer' = 'public' | 'bearer',
  Params extends ZodObject | undefined = ZodObject | undefined,
  Query extends ZodObject | undefined = ZodObject | undefined,
  Body extends ZodType | undefined = ZodType | undefined,
  Answers extends Responses = Responses,
> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Express path, `/v1/…`. */
  readonly path: string
  readonly summary: string
  readonly access: Access
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  /** Schemas of what is answered: those in `resources/`. The handler can answer nothing else. */
  readonly responses: Answers
  /** Codes of refusals of its own, beside those that follow from its access, its parameters and its limits. */
  readonly problems?: readonly (ErrorCode | HttpErrorCode)[]
  /** Body limit in bytes; 64 KiB unless told. */
  readonly bodyLimit?: number
  /** What its requests are counted by: addresses before anything else, users as soon as they are known. */
  readonly limits?: readonly LimitName[]
  /** For limits by account where nobody is signed in: whom the request is about. `null` counts by address alone. */
  readonly accountOf?: (request: { body: Parsed<Body>; info: RequestInfo }) => Email | SessionId | null
  /** As what it enters the audit log, done or refused. Refusals by any other route enter it too, as `access`. */
  readonly audit?: SecurityEventType
  /** What its entries name beside the caller, done or refused. */
  readonly subject?: (request: { params: Parsed<Params>; body: Parsed<Body> }) => SecurityEvent['detail']
  /** Whether the resource exists for the caller. Asked only before a bad body is refused: what one may not see is a 404 first. */
  readonly exists?: (request: { principal: Principal; params: Parsed<Params> }) => Promise<boolean>
  readonly handle: (request: {
    principal: Access extends 'bearer' ? Principal : null
    params: Parsed<Params>
    query: Parsed<Query>
    body: Parsed<Body>
    info: RequestInfo
  }) => Promise<ReplyOf<Answers>>
}

/** Types the handler by the schemas beside it. Undefined schemas mean: takes none, and refuses a query or a body that is sent. */
export function route<
  Access extends 'public' | 'bearer',
  Params extends ZodObject | undefined = undefined,
  Query extends ZodObject | undefined = undefined,
  Body extends ZodType | undefined = undefined,
  Answers extends Responses = Responses,
>(definition: Route<Access, Params, Query, Body, Answers>): Route {
  return definition as unknown as Route
}
