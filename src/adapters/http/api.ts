import { randomUUID } from 'node:crypto'
import express, { type ErrorRequestHandler, type Express, type NextFunction, type RequestHandler } from 'express'
import { NotFound, ValidationFailed } from '../../domain/errors.js'
import { cors } from './browser/cors.js'
import { isForm } from './files/incoming-file.js'
import { hasBody } from './json-body.js'
import { answerBy, type Gate } from './mount.js'
import { HttpError, problemOf } from './problem.js'
import { requestIdOf } from './request-info.js'
import type { Route } from './route.js'

export interface ApiOptions extends Gate {
  readonly routes: readonly Route[]
  /** Whose pages may call the API, besides those of its own origin: as browsers send them, such as `https://chat.example.com`. */
  readonly allowedOrigins?: readonly string[] | undefined
  /** Told of everything that is not an error of ours, once, with the request's id. */
  readonly onFault: (fault: unknown, request: { readonly requestId: string; readonly method: string; readonly path: string }) => void
}

const apiPath = /^\/v1(?:[/?]|$)/i

/** The REST API, for mounting at the root of an Express app of whoever embeds it. It answers everything under `/v1`. */
export function createApi({ routes, onFault, allowedOrigins = [], ...gate }: ApiOptions): RequestHandler {
  const prepare = inOrder(withRequestId, refuseTrace, refuseOddHeaders, noStore, cors(allowedOrigins), refuseWithoutUpgrade)
  const answer = answerBy(routes, gate)
  const refuse = sendProblem(onFault)
  return (request, response, next) => {
    if (!apiPath.test(request.url)) return next()
    const fail = (error: unknown) => refuse(error, request, response, next)
    try {
      prepare(request, response, () => void answer(request, response).catch(fail))
    } catch (error) {
      fail(error)
    }
  }
}

/** One layer of Express for what would be several, each of which costs it some microseconds a request. All go on, answer or throw at once. */
export const inOrder =
  (...handlers: readonly RequestHandler[]): RequestHandler =>
  (request, response, next) => {
    const left = handlers.values()
    const step: NextFunction = (error?: unknown) => {
      const handler = left.next().value
      if (error || !handler) next(error)
      else handler(request, response, step)
    }
    step()
  }

/** An Express app set up as ours wants it. `trustProxy` as Express takes it, but never everything. */
export function createExpress(trustProxy: number | readonly string[]): Express {
  const app = express()
  app.set('query parser', 'simple')
  app.set('trust proxy', trustProxy)
  app.disable('x-powered-by')
  app.disable('etag')
  return app
}

const saneRequestId = /^[\w.:-]{1,100}$/

export const withRequestId: RequestHandler = (request, response, next) => {
  const given = request.get('X-Request-Id')
  if (!response.hasHeader('X-Request-Id')) response.setHeader('X-Request-Id', given && saneRequestId.test(given) ? given : randomUUID())
  next()
}

const noStore: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store')
  next()
}

/** Bodies but files are small: who is longer than so many milliseconds about sending one holds a connection on purpose. */
export const smallBodiesWithin =
  (limit: number): RequestHandler =>
  (request, _response, next) => {
    if (hasBody(request) && !isForm(request)) {
      const cut = setTimeout(() => request.complete || request.destroy(), limit)
      request.once('close', () => clearTimeout(cut))
    }
    next()
  }

/** It would show a request's own credentials to whoever can make somebody else send it. */
export const refuseTrace: RequestHandler = (request, _response, next) => {
  if (request.method === 'TRACE') throw new HttpError('method_not_allowed', 'TRACE is not answered.', { Allow: 'GET, HEAD' })
  next()
}

/** Who wants a socket must say so: the server gives those who do to the gateway, not to us. */
const refuseWithoutUpgrade: RequestHandler = (request, _response, next) => {
  if (request.path === '/v1/ws') throw new HttpError('upgrade_required', 'Open it as a WebSocket.', { Upgrade: 'websocket' })
  next()
}

const mostHeaders = 200
const onlyOnce: readonly string[] = ['Host', 'Authorization', 'Content-Type']

/** Whoever stands before us may have read the other one. Of more than two thousand Node leaves out the last, which may be those of a proxy. */
export const refuseOddHeaders: RequestHandler = (request, _response, next) => {
  const names = request.rawHeaders.filter((_, place) => place % 2 === 0).map((name) => name.toLowerCase())
  const repeated = onlyOnce.filter((name) => names.indexOf(name.toLowerCase()) !== names.lastIndexOf(name.toLowerCase()))
  const errors = repeated.map((path) => ({ path, message: 'must be there once' }))
  if (request.rawHeaders.length > 2 * mostHeaders) errors.push({ path: '', message: `has more than ${mostHeaders} headers` })
  if (errors.length > 0) throw new ValidationFailed(errors)
  next()
}

export const sendProblem =
  (onFault: ApiOptions['onFault']): ErrorRequestHandler =>
  (error, request, response, next) => {
    const requestId = requestIdOf(response)
    const problem = problemOf(clientFaultOf(error) ?? error, requestId)
    if (problem.status === 500 && !hasHungUp(error)) onFault(error, { requestId, method: request.method, path: request.path })
    if (response.headersSent) return next(error)
    for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value)
    response.statusCode = problem.status
    response.setHeader('Content-Type', 'application/problem+json; charset=utf-8')
    response.end(JSON.stringify(problem.body))
  }

/** Express and its file server throw errors with a 4xx status for a path that they cannot decode or find: nothing is there. */
function clientFaultOf(error: unknown): Error | null {
  if (!(error instanceof Error && 'status' in error && Number(error.status) < 500)) return null
  if (error.status === 413) return new HttpError('payload_too_large', 'The body is too large.')
  return error.status === 415
    ? new HttpError('unsupported_media_type', 'The body is of a kind that is not taken here.')
    : new NotFound('page')
}

/** The caller is gone before the end of the answer: no fault of ours. */
const hasHungUp = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'

export const answerNotFound: RequestHandler = () => {
  throw new NotFound('page')
}
