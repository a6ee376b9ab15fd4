import type { Request, Response } from 'express'
import type { RequestInfo } from './route.js'

/**
 * A class, as V8 keeps every getter of an object literal, with the request around it, until it next collects the old generation: 64 requests at
 * a time then held its young one for 40 ms.
 */
export class IncomingRequestInfo implements RequestInfo {
  readonly requestId: string
  readonly ip: string
  readonly #request: Request

  constructor(request: Request, response: Response) {
    this.requestId = requestIdOf(response)
    this.ip = request.ip ?? ''
    this.#request = request
  }

  header(name: string): string | undefined {
    return this.#request.get(name)
  }

  get cookies(): ReadonlyMap<string, readonly string[]> {
    return cookiesOf(this.#request.headers.cookie)
  }
}

export const requestIdOf = (response: Response): string => String(response.getHeader('X-Request-Id') ?? '')

/** All values of each cookie: a name that comes twice may have been planted by another host, which who reads it must refuse. */
function cookiesOf(header: string | undefined): ReadonlyMap<string, readonly string[]> {
  const cookies = new Map<string, string[]>()
  for (const pair of header?.split(';') ?? []) {
    const [name = '', ...value] = pair.split('=')
    const values = cookies.get(name.trim()) ?? []
    cookies.set(name.trim(), [...values, value.join('=').trim()])
  }
  return cookies
}
