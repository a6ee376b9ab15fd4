import { describe, expect, it } from '@jest/globals'
import { HttpError } from '../../../src/adapters/http/problem.js'
import { RouteTable } from '../../../src/adapters/http/route-table.js'
import { NotFound } from '../../../src/domain/errors.js'

const table = new RouteTable([
  { method: 'get', path: '/v1/chats', handler: 'list' },
  { method: 'post', path: '/v1/chats', handler: 'create' },
  { method: 'get', path: '/v1/chats/:chatId', handler: 'read' },
  { method: 'get', path: '/v1/chats/:chatId/messages/:messageId', handler: 'message' },
  { method: 'put', path: '/v1/chats/:chatId/messages/:messageId/reactions/:emoji', handler: 'react' },
  { method: 'get', path: '/v1/chats/:chatId/me', handler: 'me' },
])

describe('the table of routes', () => {
  it.each([
    ['GET', '/v1/chats', 'list', {}],
    ['POST', '/v1/chats', 'create', {}],
    ['HEAD', '/v1/chats', 'list', {}],
    ['GET', '/v1/chats?limit=5&cursor=/x', 'list', {}],
    ['GET', '/v1/chats/1', 'read', { chatId: '1' }],
    ['GET', '/v1/chats/1/me', 'me', { chatId: '1' }],
    ['GET', '/v1/chats/me/messages/me', 'message', { chatId: 'me', messageId: 'me' }],
    ['GET', '/v1/chats/a%2Fb', 'read', { chatId: 'a/b' }],
    ['GET', '/v1/chats/50%25', 'read', { chatId: '50%' }],
    ['GET', '/v1/chats/__proto__', 'read', { chatId: '__proto__' }],
    ['GET', `/v1/chats/${'x'.repeat(5_000)}`, 'read', { chatId: 'x'.repeat(5_000) }],
    [
      'PUT',
      `/v1/chats/1/messages/2/reactions/${encodeURIComponent('👩‍❤️‍💋‍👨')}`,
      'react',
      { chatId: '1', messageId: '2', emoji: '👩‍❤️‍💋‍👨' },
    ],
  ])('knows %s %.60s', (method, url, handler, params) => {
    expect(table.find(method, url)).toEqual({ handler, params: expect.objectContaining(params) })
  })

  it.each([
    '/v1/chats/',
    '/v1/Chats',
    '//v1/chats',
    '/v1//chats',
    '/v1/chats//messages/2',
    '/v1/chats/1/messages/',
    '/v1/chats/1/me/',
    '/v1',
    '/',
    '*',
    'nonsense',
    '/v1/chats/%',
    '/v1/chats/%ff',
    '/v1/chats/%zz',
    '/v1/%63hats/1/unknown',
    '/v1/chats/__proto__/constructor',
  ])('knows nothing at %s', (url) => {
    expect(() => table.find('GET', url)).toThrow(NotFound)
  })

  it.each(['DELETE', 'OPTIONS', 'PROPFIND', 'constructor', '__proto__'])('says what a path takes that does not take %s', (method) => {
    expect(() => table.find(method, '/v1/chats')).toThrow(
      expect.objectContaining({ constructor: HttpError, code: 'method_not_allowed', headers: { Allow: 'GET, POST' } }),
    )
  })
})
