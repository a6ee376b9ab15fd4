import type { Request, Response } from 'express'
import type { RequestInfo } from './route.js'

export function requestInfoOf(request: Request, response: Response): RequestInfo {
  return {
    requestId: requestIdOf(response),
    ip: request.ip ?? '',
    header: (name) => request.get(name),
    get cookies() {
      return cookiesOf(request.headers.cookie)
    },
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
