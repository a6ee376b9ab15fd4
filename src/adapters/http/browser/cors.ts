import type { RequestHandler } from 'express'

const methods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']
/** `X-Requested-By` is not among them: that it cannot come from another site's page is what it proves. */
const headers: readonly string[] = ['authorization', 'content-type', 'if-none-match', 'if-range', 'range', 'x-request-id']
const exposed = 'X-Request-Id, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Content-Disposition, Content-Range, ETag'
/** Seconds for which a browser need not ask again. */
const maxAge = '600'

/**
 * Lets pages of these origins, exactly as browsers send them, read the answers. Never with cookies: those are for our own pages. A preflight
 * is answered here, and reaches no route.
 */
export function cors(allowedOrigins: readonly string[]): RequestHandler {
  const allowed = new Set(allowedOrigins)
  return (request, response, next) => {
    const origin = request.get('Origin')
    const method = request.get('Access-Control-Request-Method')
    const isPreflight = request.method === 'OPTIONS' && origin !== undefined && method !== undefined
    const isAllowed = origin !== undefined && allowed.has(origin)
    response.vary('Origin')
    if (isAllowed) response.setHeader('Access-Control-Allow-Origin', origin)
    if (!isPreflight) {
      if (isAllowed) response.setHeader('Access-Control-Expose-Headers', exposed)
      return next()
    }
    response.vary('Access-Control-Request-Method').vary('Access-Control-Request-Headers')
    if (isAllowed && methods.includes(method) && requestedHeaders(request.get('Access-Control-Request-Headers')).every(isListed)) {
      response.setHeader('Access-Control-Allow-Methods', methods.join(', '))
      response.setHeader('Access-Control-Allow-Headers', headers.join(', '))
      response.setHeader('Access-Control-Max-Age', maxAge)
    }
    response.statusCode = 204
    response.end()
  }
}

const isListed = (name: string): boolean => headers.includes(name)

const requestedHeaders = (list = ''): readonly string[] =>
  list
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean)
