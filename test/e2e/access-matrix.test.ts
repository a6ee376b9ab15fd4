import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { access, type Row } from '../support/access/table.js'
import { operatorEmail, type Scene, type SceneName, sceneNames, World } from '../support/access/world.js'
import { startTestApp, type TestApp } from '../support/app.js'
import { type Answer, call, type Person } from '../support/client.js'
import { median } from '../support/median.js'
import { requires } from '../support/requires.js'

requires('postgres')('who may do what', () => {
  let app: TestApp
  let world: World

  beforeAll(async () => {
    app = await startTestApp({ settings: { ADMIN_EMAILS: operatorEmail } })
    world = await World.open(app)
  }, 60_000)
  afterAll(() => app.close())

  const ask = (route: string, { body, query, headers }: Row, caller: Person | null, ids: Scene['ids']): Promise<Answer> => {
    const [method = '', path = ''] = route.split(' ')
    const named = path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? randomUUID())
    const sent = { ...(caller ? { token: caller.token } : {}), ...(body ? { body: body(ids) } : {}), ...(headers ? { headers } : {}) }
    return call(app.url, method, query ? `${named}?${query(ids)}` : named, sent)
  }

  const noIds = () => ({ chatId: randomUUID(), messageId: randomUUID(), rootId: randomUUID(), attachmentId: randomUUID() })

  const withoutRequestId = ({ status, body, headers }: Answer) => ({
    status,
    body: { ...body, requestId: '' },
    headers: [...headers.keys()].filter((name) => name !== 'date' && name !== 'content-length'),
  })

  const expectedIn = (name: SceneName, row: Row) => row[name] ?? (name === 'blocked' ? row.private : undefined)
  const cases = Object.entries(access).flatMap(([route, row]) =>
    sceneNames.flatMap((name) => {
      const expected = expectedIn(name, row)
      return expected ? [[route, name, row, expected] as const] : []
    }),
  )

  /** Refusals come first, all in one scene, which must be as it was after them. A scene is made anew when something was done to it. */
  it.each(cases)('ER7 S113 S117 S119 S125 %s, %s', async (route, name: SceneName, row, statuses) => {
    const expected = Object.entries(statuses).sort(([, one], [, other]) => other - one)
    let scene = await world.scene(name)
    expect(expected.map(([caller]) => caller).sort()).toEqual(Object.keys(scene.callers).sort())
    const before = await scene.state()
    const seen: Record<string, number> = {}
    let isAsItWas = true
    for (const [caller, status] of expected) {
      if (!isAsItWas && !route.startsWith('GET ')) scene = await world.scene(name)
      if (status < 400 && isAsItWas) expect([route, caller, await scene.state()]).toEqual([route, caller, before])
      const answer = await ask(route, row, scene.callers[caller] ?? null, scene.ids)
      seen[caller] = answer.status
      if (answer.status === 404 && name !== 'alone') {
        const ofNothing = await ask(route, row, scene.callers[caller] ?? null, { ...scene.ids, ...noIds() })
        expect([caller, withoutRequestId(answer)]).toEqual([caller, withoutRequestId(ofNothing)])
      }
      isAsItWas &&= status >= 400
    }
    expect(seen).toEqual(statuses)
  })

  it('S117 who wrote a message and left may neither change nor delete it', async () => {
    const { owner, member } = world.people
    const chat = await owner.createGroup('Left behind', member)
    const message = await member.send(chat.id, 'Mine')
    await member.expect(204, 'POST', `/v1/chats/${chat.id}/leave`)
    const path = `/v1/chats/${chat.id}/messages/${message.id}`
    expect((await member.call('PATCH', path, { text: 'Still mine' })).status).toBe(404)
    expect((await member.call('DELETE', path)).status).toBe(404)
    expect(await owner.expect(200, 'GET', path)).toEqual(message)
  })

  /** Judged by the quietest of a few attempts: other tests work on the same cores. */
  it.each(['GET', 'PATCH', 'POST'])(
    'S113 %s takes as long for a chat that is not one’s own as for none',
    async (method) => {
      const { stranger, owner } = world.people
      const chat = await owner.createGroup('Hidden')
      const rest = method === 'POST' ? '/messages' : ''
      const body = { POST: { clientId: randomUUID(), text: 'Hello' }, PATCH: { topic: 'Hello' } }[method]
      const timeOf = async (id: string) => {
        const begun = performance.now()
        expect((await stranger.call(method, `/v1/chats/${id}${rest}`, body)).status).toBe(404)
        return performance.now() - begun
      }
      let difference = Number.POSITIVE_INFINITY
      for (let attempt = 0; attempt < 6 && difference > 1; attempt += 1) {
        const times: Record<'real' | 'none', number[]> = { real: [], none: [] }
        for (let sample = 0; sample < 40; sample += 1) {
          times.real.push(await timeOf(chat.id))
          times.none.push(await timeOf(randomUUID()))
        }
        difference = Math.min(difference, Math.abs(median(times.real) - median(times.none)))
      }
      expect(difference).toBeLessThan(1)
    },
    60_000,
  )
})
