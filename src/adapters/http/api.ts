import { randomUUID } from 'node:crypto'
import express, { type ErrorRequestHandler, type Express, type RequestHandler, Router } from 'express'
import { NotFound, ValidationFailed } from '../../domain/errors.js'
import { cors } from './browser/cors.js'
import { isForm } from './files/incoming-file.js'
import { hasBody } from './json-body.js'
import { type Gate, mountRoutes } from './mount.js'
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

/** The REST API as a router, for mounting at the root of an Express app of whoever embeds it. It answers everything under `/v1`. */
export function createApi({ routes, onFault, allowedOrigins = [], ...gate }: ApiOptions): Router {
  const router = Router()
  router.use('/v1', withRequestId, refuseTrace, refuseOddHeaders, noStore, cors(allowedOrigins))
  router.use(mountRoutes(routes, gate))
  router.use('/v1', (request) => {
    throw request.path === '/ws'
      ? new HttpError('upgrade_required', 'Open it as a WebSocket.', { Upgrade: 'websocket' })
      : new NotFound('route')
  })
  router.use('/v1', sendProblem(onFault))
  return router
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

const mostHeaders = 200

/** Whoever stands before us may have read the other one. Of more than two thousand Node leaves out the last, which may be those of a proxy. */
export const refuseOddHeaders: RequestHandler = (request, _response, next) => {
  const names = ['Host', 'Authorization', 'Content-Type'].filter((name) => (request.headersDistinct[name.toLowerCase()]?.length ?? 0) > 1)
  const errors = names.map((path) => ({ path, message: 'must be there once' }))
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
