import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import { type ZodType, z } from 'zod'
import type { Principal } from '../../application/accounts/principal.js'
import type { Email } from '../../domain/email.js'
import { NotFound, Unauthenticated, ValidationFailed } from '../../domain/errors.js'
import type { SessionId } from '../../domain/ids.js'
import { type AuditParts, RequestAudit } from './audit/request-audit.js'
import { fileBody, readFile } from './files/incoming-file.js'
import { hasBody, readJsonBody } from './json-body.js'
import type { Admission } from './limits/admission.js'
import { LimitedResponse } from './limits/limited-response.js'
import { noCredential } from './problem.js'
import { IncomingRequestInfo } from './request-info.js'
import type { Reply, RequestInfo, Route } from './route.js'
import { type PathParams, RouteTable } from './route-table.js'

/** Turns an access token into who is calling. */
export interface Authenticator {
  execute(input: { readonly token: string }): Promise<Principal>
}

export interface Gate extends AuditParts {
  readonly authenticate: Authenticator
  /** Absent: everybody is let in at once. */
  readonly admission?: Admission | undefined
}

/** Answers a request by the table of routes. Every path in it answers 405 to the methods it does not have. */
export function answerBy(routes: readonly Route[], gate: Gate): (request: Request, response: Response) => Promise<void> {
  const table = new RouteTable(routes.map((route) => ({ ...route, handler: handlerOf(route, gate) })))
  return async (request, response) => {
    const { handler, params } = table.find(request.method, request.url)
    await handler(request, response, params)
  }
}

function handlerOf(route: Route, gate: Gate) {
  return async (request: Request, response: Response, pathParams: PathParams): Promise<void> => {
    response.locals['route'] = route.path
    const info = new IncomingRequestInfo(request, response)
    const count = new LimitedResponse(response, gate.limits?.begin(route.limits ?? [], info.ip))
    const audit = new RequestAudit(gate, route, info)
    const reply = await audit.of(() => count.refusalsOf(() => answer(route, gate, { count, audit, info, pathParams }, request, response)))
    if (reply.headers) for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value as string | string[])
    response.statusCode = reply.status
    if (reply.bytes) return sendBytes(reply.bytes, request, response)
    if (reply.body === undefined && !reply.stream) return void response.end()
    response.setHeader('Content-Type', 'application/json; charset=utf-8')
    if (reply.stream) await pipeline(reply.stream, response)
    else response.end(JSON.stringify(reply.body))
  }
}

async function sendBytes(bytes: AsyncIterable<Uint8Array>, request: Request, response: Response): Promise<void> {
  if (request.method !== 'HEAD') return pipeline(bytes, response)
  await bytes[Symbol.asyncIterator]().return?.()
  response.end()
}

interface Context {
  readonly count: LimitedResponse
  readonly audit: RequestAudit
  readonly info: RequestInfo
  readonly pathParams: PathParams
}

/**
 * The order of refusals: too many from this address (429), credentials (401), too many of this user, what the caller may not see (404), the
 * request itself (400), too many for the account that it is about, rights (403, by the use case).
 */
async function answer(
  route: Route,
  { authenticate, admission }: Gate,
  { count, audit, info, pathParams }: Context,
  request: Request,
  response: Response,
): Promise<Reply> {
  await count.byAddress()
  const principal = route.access === 'bearer' ? await authenticate.execute({ token: bearerTokenOf(request) }) : null
  if (principal) {
    audit.concerns({ userId: principal.userId, sessionId: principal.sessionId })
    await count.byAccount(principal.userId)
  }
  const params = parsePart(route.params, pathParams)
  const parts = await parseInput(route, request, response, admission).catch(async (error: unknown) => {
    if (principal && route.exists && !(await route.exists({ principal, params }))) throw new NotFound()
    throw error
  })
  if (route.subject) audit.names(route.subject({ params, body: parts.body }))
  const account = route.accountOf?.({ body: parts.body, info }) ?? null
  if (account !== null) {
    audit.concerns(account.includes('@') ? { email: account as Email } : { sessionId: account as SessionId })
    await count.byAccount(account)
  }
  // The table holds routes of every shape under one type; `route()` has typed each handler by its own schemas.
  return route.handle({ principal: principal as Principal, params, ...parts, info })
}

const noFields = z.strictObject({})

async function parseInput(route: Route, request: Request, response: Response, admission: Admission | undefined) {
  const admit = (bodyBytes: number) => admission?.admit(response, bodyBytes)
  const query = route.query || request.url.includes('?') ? parsePart(route.query ?? noFields, request.query) : undefined
  if (route.body !== fileBody && hasBody(request)) {
    const body = await readJsonBody(request, response, { limit: route.bodyLimit, admit })
    if (route.body) return { query, body: parsePart(route.body, body) }
    if (!noFields.safeParse(body).success) throw new ValidationFailed([{ path: '', message: 'takes no body' }])
    return { query, body: undefined }
  }
  admit(0)
  if (route.body === fileBody) return { query, body: (await readFile(request, route.bodyLimit ?? 0)) as never }
  return { query, body: parsePart(route.body, {}) }
}

function parsePart<Schema extends ZodType>(schema: Schema | undefined, input: unknown) {
  if (!schema) return undefined as never
  const result = schema.safeParse(input)
  if (result.success) return result.data as never
  throw new ValidationFailed(
    result.error.issues.flatMap(({ path, message, ...issue }) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ path: [...path, key].join('.').slice(0, 200), message: 'is not a known field' }))
        : [{ path: path.join('.').slice(0, 200), message }],
    ),
  )
}

function bearerTokenOf(request: Request): string {
  const header = request.headers.authorization
  if (header === undefined) throw new Unauthenticated(noCredential)
  const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(header) ?? []
  if (token === undefined) throw new Unauthenticated()
  return token
}
