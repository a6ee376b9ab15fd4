import { expect, it } from '@jest/globals'
import { access } from '../support/access/table.js'
import { theRoutes } from '../support/all-routes.js'

it('every route says who may use it, and nothing else does', () => {
  const routes = theRoutes().map(({ method, path }) => `${method.toUpperCase()} ${path}`)
  const missing = routes.filter((route) => access[route] === undefined)
  if (missing.length > 0) {
    const rows = missing.map((route) => `  '${route}': ${route.includes(':chatId') ? 'chats(200)' : '{ alone: signedIn(200) }'},`)
    throw new Error(`Say in test/support/access/table.ts who may use these, and run test/e2e/access-matrix.test.ts:\n${rows.join('\n')}`)
  }
  expect(Object.keys(access).filter((route) => !routes.includes(route))).toEqual([])
})
