import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { testRedisUrl } from '../support/app.js'
import { call, mailedToken, Person, password } from '../support/client.js'
import { createTestDatabase } from '../support/postgres.js'
import { startNode } from '../support/program.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'

/** Milliseconds by which the nodes' clocks are wrong. */
const skews = { right: 0, ahead: 3_600_000, behind: -300_000 }
type Node = keyof typeof skews

const shifted = (skew: number) => `
  const Real = Date
  globalThis.Date = class Date extends Real {
    constructor(...given) { given.length === 0 ? super(Real.now() + ${skew}) : super(...given) }
    static now() { return Real.now() + ${skew} }
  }`

requires('postgres', 'redis')('F39 nodes whose clocks are wrong', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>
  let nodes: Readonly<Record<Node, Awaited<ReturnType<typeof startNode>>>>

  const start = async (node: Node) => {
    const started = await startNode({
      DATABASE_URL: database.url,
      REDIS_URL: testRedisUrl,
      JWT_KEYS: 'test:0123456789abcdefghijklmnopqrstuvwxyz',
      RATE_LIMITS: 'off',
      LOG_LEVEL: 'trace',
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(shifted(skews[node]))}`,
    })
    return [node, started] as const
  }

  beforeAll(async () => {
    database = await createTestDatabase()
    nodes = Object.fromEntries(await Promise.all((Object.keys(skews) as Node[]).map(start))) as typeof nodes
  }, 90_000)
  afterAll(async () => {
    await Promise.all(Object.values(nodes).map(({ program }) => program.kill('SIGTERM')))
    await database?.drop()
  }, 60_000)

  const refresh = (node: Node, refreshToken: string) => call(nodes[node].url, 'POST', '/v1/auth/refresh', { body: { refreshToken } })
  const me = async (node: Node, token: string) => (await call(nodes[node].url, 'GET', '/v1/me', { token })).status

  it('are wrong, as their logs show', async () => {
    for (const { url } of Object.values(nodes))
      await call(url, 'POST', '/v1/auth/login', { body: { email: 'nobody@example.com', password } })
    const loggedBy = (node: Node) =>
      until(`${node} has logged`, () => Number(/"time":(\d+)/.exec(nodes[node].program.output)?.[1] ?? 0) || null)
    const right = await loggedBy('right')
    expect((await loggedBy('ahead')) - right).toBeGreaterThan(3_000_000)
    expect(right - (await loggedBy('behind'))).toBeGreaterThan(200_000)
  })

  it.each((Object.keys(skews) as Node[]).flatMap((one) => (Object.keys(skews) as Node[]).map((other) => [one, other] as const)))(
    'S25 repeat a refresh whose answer was late, and end no session: %s, then %s',
    async (one, other) => {
      const ada = await Person.signUp(nodes[one].url, 'ada')
      const first = await refresh(one, ada.refreshToken)
      expect(await me(one, first.body.accessToken)).toBe(200)
      const again = await refresh(other, ada.refreshToken)
      expect([again.status, again.body.refreshToken]).toEqual([200, first.body.refreshToken])
      expect([again.body.expiresIn, await me(other, again.body.accessToken), await me(one, again.body.accessToken)]).toEqual([
        900, 200, 200,
      ])
      const next = await refresh(other, again.body.refreshToken)
      expect([next.status, await me(one, next.body.accessToken)]).toEqual([200, 200])
    },
  )

  it('S40 take a mailed link of each other', async () => {
    const ada = await Person.signUp(nodes.right.url, 'ada')
    await call(nodes.behind.url, 'POST', '/v1/auth/password/forgot', { body: { email: ada.email } })
    const token = await mailedToken(nodes.behind.url, ada.email, 'password')
    const changed = `${password} of another day`
    const reset = await call(nodes.ahead.url, 'POST', '/v1/auth/password/reset', { body: { token, password: changed } })
    expect(reset.status).toBe(204)
    const signedIn = await call(nodes.behind.url, 'POST', '/v1/auth/login', { body: { email: ada.email, password: changed } })
    expect([signedIn.status, await me('ahead', signedIn.body.accessToken)]).toEqual([200, 200])
  })
})
