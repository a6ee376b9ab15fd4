import { createHash, timingSafeEqual } from 'node:crypto'
import { type Request, type RequestHandler, Router } from 'express'
import { NotFound } from '../../domain/errors.js'

export interface MetricsOptions {
  /** Lets others than this machine read; `null`: nobody. */
  readonly token: string | null
  readonly read: () => Promise<{ readonly contentType: string; readonly text: string }>
}

const loopbackAddress = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/

/** `GET /metrics`, for this machine and for who has the token. For anybody else it does not exist. */
export function createMetrics({ token, read }: MetricsOptions): Router {
  const router = Router()
  router.get('/metrics', async (request, response) => {
    if (!isLocal(request) && !hasToken(request, token)) throw new NotFound('page')
    const { contentType, text } = await read()
    response.setHeader('Cache-Control', 'no-store')
    response.type(contentType).send(text)
  })
  return router
}

/** Tells of each request how long it took. `route` is that of the table, with the names of its parameters. */
export const measured =
  (observe: (method: string, route: string, status: number, seconds: number) => void): RequestHandler =>
  (request, response, next) => {
    const begun = performance.now()
    response.once('finish', () => {
      const route = typeof response.locals['route'] === 'string' ? response.locals['route'] : 'other'
      observe(request.method, route, response.statusCode, (performance.now() - begun) / 1_000)
    })
    next()
  }

/** What a proxy on this machine passes on is from elsewhere, and so is what a page elsewhere has its name resolve to this machine for. */
const isLocal = ({ socket, headers }: Request): boolean =>
  loopbackAddress.test(socket.remoteAddress ?? '') &&
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined &&
  headers.origin === undefined &&
  headers['sec-fetch-site'] === undefined

function hasToken({ headers }: Request, token: string | null): boolean {
  const [, given] = /^Bearer +([\x21-\x7e]+)$/i.exec(headers.authorization ?? '') ?? []
  if (token === null || given === undefined) return false
  return timingSafeEqual(digest(given), digest(token))
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
