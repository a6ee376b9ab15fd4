import type { IncomingMessage } from 'node:http'
import { UpgradeRefusal } from './upgrade-refusal.js'

export const protocol = 'parley.v1'
const tokenProtocol = 'bearer.'
const bearer = /^Bearer +([\w.~+/=-]+)$/i
const mostHeaders = 200
const tokenParameters = ['access_token', 'token', 'bearer', 'jwt']

export const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?', 1)[0] ?? ''

/**
 * The access token of a request that may become a WebSocket, as far as its form goes.
 * @throws UpgradeRefusal
 */
export function readUpgrade(request: IncomingMessage, allowedOrigins: ReadonlySet<string>): string {
  const { method, url = '', headers, headersDistinct, rawHeaders } = request
  // Each name and each value: Node leaves out what is beyond two thousand, and nobody would know what.
  if (rawHeaders.length > 2 * mostHeaders) throw new UpgradeRefusal('validation_failed', 'There are too many headers.')
  const twice = ['host', 'authorization'].find((name) => (headersDistinct[name]?.length ?? 0) > 1)
  if (twice !== undefined) throw new UpgradeRefusal('validation_failed', `There is more than one ${twice} header.`)
  if (method !== 'GET') throw new UpgradeRefusal('method_not_allowed', 'A WebSocket is opened with GET.', { Allow: 'GET' })
  if (headers.upgrade?.toLowerCase() !== 'websocket' || headers['sec-websocket-version'] !== '13')
    throw new UpgradeRefusal('upgrade_required', 'Open it as a WebSocket, version 13.', {
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
    })
  // Only browsers send an Origin, and they never lie about it: a page of a stranger must not speak for its visitor.
  if (headers.origin !== undefined && !allowedOrigins.has(headers.origin))
    throw new UpgradeRefusal('forbidden', 'This origin may not open a socket.')
  const query = new URLSearchParams(url.slice(pathOf(request).length))
  if (tokenParameters.some((name) => query.has(name)))
    throw unauthenticated('An access token in the URL is not accepted.', ' error="invalid_request"')
  return tokenOf(headers.authorization, headers['sec-websocket-protocol'])
}

function tokenOf(authorization: string | undefined, offered: string | undefined): string {
  const protocols = offered?.split(',').map((name) => name.trim()) ?? []
  const inProtocols = protocols.filter((name) => name.startsWith(tokenProtocol)).map((name) => name.slice(tokenProtocol.length))
  if (inProtocols.length > 0 && !protocols.includes(protocol))
    throw new UpgradeRefusal('validation_failed', `Offer the subprotocol ${protocol} beside the one with the token.`)
  const inHeader = authorization === undefined ? [] : [bearer.exec(authorization)?.[1] ?? '']
  const [token, second] = [...inHeader, ...inProtocols]
  if (token === undefined) throw unauthenticated('An access token is needed.', '')
  if (token === '' || second !== undefined) throw unauthenticated('The access token is not valid.', ' error="invalid_request"')
  return token
}

const unauthenticated = (message: string, challenge: string): UpgradeRefusal =>
  new UpgradeRefusal('unauthenticated', message, { 'WWW-Authenticate': `Bearer${challenge}` })
