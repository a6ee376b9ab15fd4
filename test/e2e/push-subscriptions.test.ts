import { createECDH } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.js'
import { type Json, Person } from '../support/client.js'
import { PushBrowser } from '../support/push-browser.js'
import { requires } from '../support/requires.js'

requires('postgres', 'redis')('what somebody wants to be told of while they are offline', () => {
  let app: TestApp
  let ada: Person
  let bob: Person

  beforeAll(async () => {
    app = await startTestApp({ spread: true })
    ;[ada, bob] = await Promise.all([Person.signUp(app.url, 'ada'), Person.signUp(app.url, 'bob')])
  }, 60_000)
  afterAll(() => app.close())

  const subscribe = (person: Person, browser = new PushBrowser()) => person.call('POST', '/v1/push-subscriptions', browser.subscription)
  const browsersOf = async (person: Person): Promise<readonly Json[]> => (await person.expect(200, 'GET', '/v1/push-subscriptions')).items

  it('PN1 a browser is subscribed once, and listed with the key that every node has', async () => {
    const browser = new PushBrowser()
    const first = await subscribe(ada, browser)
    expect([first.status, first.body]).toEqual([
      201,
      { id: expect.any(String), endpoint: browser.subscription.endpoint, createdAt: expect.any(String) },
    ])
    const again = await subscribe(ada, browser)
    expect([again.status, again.body]).toEqual([200, first.body])
    const keys = new Set<string>()
    for (let node = 0; node < 4; node += 1) {
      const { items, vapidPublicKey } = await ada.expect(200, 'GET', '/v1/push-subscriptions')
      expect(items).toEqual([first.body])
      keys.add(vapidPublicKey)
    }
    expect(keys.size).toBe(1)
    const curve = createECDH('prime256v1')
    curve.generateKeys()
    expect(() => curve.computeSecret([...keys][0] ?? '', 'base64url')).not.toThrow()
  })

  it('PN1 who else comes with the same browser takes it over', async () => {
    const browser = new PushBrowser()
    expect((await subscribe(ada, browser)).status).toBe(201)
    expect((await subscribe(bob, browser)).status).toBe(200)
    expect((await browsersOf(ada)).map(({ endpoint }) => endpoint)).not.toContain(browser.subscription.endpoint)
    expect((await browsersOf(bob)).map(({ endpoint }) => endpoint)).toEqual([browser.subscription.endpoint])
  })

  it('PN1 the 21st takes the place of the oldest', async () => {
    const eve = await Person.signUp(app.url, 'eve')
    const made = []
    for (let number = 0; number < 21; number += 1) made.push((await subscribe(eve)).body.id)
    const kept = new Set((await browsersOf(eve)).map(({ id }) => id))
    expect(kept.size).toBe(20)
    // The clocks of the nodes are as near to each other as two of these are.
    expect(made.slice(3).filter((id) => !kept.has(id))).toEqual([])
  })

  it('S159 a subscription that leads to no push service of the web, or that nothing can be encrypted for, is refused field by field', async () => {
    const { keys } = new PushBrowser().subscription
    for (const endpoint of [
      'http://push.example/a',
      'https://127.0.0.1/a',
      'https://[::1]/',
      'https://localhost/',
      'https://10.0.0.1:8080/',
      'push',
    ]) {
      const { status, body } = await ada.call('POST', '/v1/push-subscriptions', { endpoint, keys })
      expect([endpoint, status, body.errors.map(({ path }: Json) => path)]).toEqual([endpoint, 400, ['endpoint']])
    }
    const endpoint = 'https://push.example/a'
    for (const [wrong, path] of [
      [{ endpoint, keys: { ...keys, auth: 'short' } }, 'keys.auth'],
      [{ endpoint, keys: { ...keys, p256dh: keys.auth } }, 'keys.p256dh'],
      [{ endpoint, keys: { auth: keys.auth } }, 'keys.p256dh'],
      [{ keys }, 'endpoint'],
      [{ endpoint, keys, expirationTime: 'soon' }, 'expirationTime'],
      [{ endpoint, keys, more: 1 }, 'more'],
    ] as const) {
      const { status, body } = await ada.call('POST', '/v1/push-subscriptions', wrong)
      expect([wrong, status, body.errors?.[0].path]).toEqual([wrong, 400, path])
    }
    const expiring = { endpoint: `${endpoint}/soon`, keys, expirationTime: Date.now() + 60_000.5 }
    expect((await ada.call('POST', '/v1/push-subscriptions', expiring)).status).toBe(201)
  })

  it('is taken back by its id or its endpoint, and nobody takes back another’s', async () => {
    const [one, two] = [new PushBrowser(), new PushBrowser()]
    const { id } = (await subscribe(ada, one)).body
    await subscribe(ada, two)
    const before = (await browsersOf(ada)).length
    expect((await bob.call('DELETE', `/v1/push-subscriptions/${id}`)).status).toBe(404)
    expect((await bob.call('DELETE', '/v1/push-subscriptions', { endpoint: two.subscription.endpoint })).status).toBe(204)
    expect(await browsersOf(ada)).toHaveLength(before)
    expect((await ada.call('DELETE', `/v1/push-subscriptions/${id}`)).status).toBe(204)
    expect((await ada.call('DELETE', `/v1/push-subscriptions/${id}`)).status).toBe(404)
    for (let times = 0; times < 2; times += 1)
      expect((await ada.call('DELETE', '/v1/push-subscriptions', { endpoint: two.subscription.endpoint })).status).toBe(204)
    expect(await browsersOf(ada)).toHaveLength(before - 2)
  })

  it('PN2 ends with the session that made it, however that ends', async () => {
    const eve = await Person.signUp(app.url, 'eve')
    for (const path of ['/v1/auth/logout', '/v1/auth/logout-all']) {
      await subscribe(eve)
      expect(await browsersOf(eve)).toHaveLength(1)
      await eve.expect(204, 'POST', path)
      expect(await app.query('SELECT id FROM push_subscriptions WHERE user_id = $1', [eve.id])).toEqual([])
      await eve.logIn()
      expect(await browsersOf(eve)).toEqual([])
    }
  })

  it('PN3 is everything with its words unless they say otherwise', async () => {
    const eve = await Person.signUp(app.url, 'eve')
    const path = '/v1/me/notifications'
    expect(await eve.expect(200, 'GET', path)).toEqual({ level: 'all', showPreview: true })
    expect(await eve.expect(200, 'PATCH', path, { showPreview: false })).toEqual({ level: 'all', showPreview: false })
    expect(await eve.expect(200, 'PATCH', path, { level: 'mentions' })).toEqual({ level: 'mentions', showPreview: false })
    expect(await eve.expect(200, 'PATCH', path, {})).toEqual({ level: 'mentions', showPreview: false })
    expect(await eve.expect(200, 'GET', path)).toEqual({ level: 'mentions', showPreview: false })
    for (const body of [{ level: 'some' }, { level: null }, { showPreview: 'no' }, { more: 1 }])
      expect((await eve.call('PATCH', path, body)).status).toBe(400)
  })
})
