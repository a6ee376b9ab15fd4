import findMyWay from 'find-my-way'
import { NotFound } from '../../domain/errors.js'
import { HttpError } from './problem.js'
import type { Route } from './route.js'

export type PathParams = Readonly<Record<string, string | undefined>>

interface Entry<Handler> extends Pick<Route, 'method' | 'path'> {
  readonly handler: Handler
}

/** The parameters are checked by who takes them. */
const longestParam = 16_384

/**
 * Finds who answers a request in one descent along its path, where Express would try one route after the other. Letter case and a last slash
 * tell paths apart.
 */
export class RouteTable<Handler> {
  readonly #paths = findMyWay({ caseSensitive: true, maxParamLength: longestParam })

  constructor(entries: readonly Entry<Handler>[]) {
    for (const path of new Set(entries.map((entry) => entry.path))) {
      const methods = entries.filter((entry) => entry.path === path).map(({ method, handler }) => [method.toUpperCase(), handler] as const)
      this.#paths.on('GET', path, () => undefined, new Map(methods))
    }
  }

  /**
   * `HEAD` is answered as `GET` is. @param url with or without a query
   * @throws NotFound, HttpError method_not_allowed
   */
  find(method: string, url: string): { readonly handler: Handler; readonly params: PathParams } {
    const found = this.#paths.find('GET', url)
    if (!found || Object.values(found.params).includes('')) throw new NotFound('route')
    const handlers = found.store as ReadonlyMap<string, Handler>
    const handler = handlers.get(method === 'HEAD' ? 'GET' : method)
    if (handler) return { handler, params: found.params }
    const allowed = [...handlers.keys()].join(', ')
    throw new HttpError('method_not_allowed', `This path takes ${allowed}.`, { Allow: allowed })
  }
}
