import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { RunningParley } from '../../src/main/parley.js'
import { startTestApp, type TestApp, testRedisUrl } from '../support/app.js'
import { call, type Json, Person } from '../support/client.js'
import { startNode } from '../support/program.js'
import { PushBrowser } from '../support/push-browser.js'
import { PushService, vapidOf } from '../support/push-service.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'

requires('postgres', 'redis')('two nodes and the people who are offline', () => {
  const keys = { JWT_KEYS: 'test:0123456789abcdefghijklmnopqrstuvwxyz' }
  const delay = 1_500
  let service: PushService
  let app: TestApp
  let second: RunningParley
  let ada: Person

  beforeAll(async () => {
    service = await PushService.start()
    const { network } = service
    const resolve: typeof network.resolve = (host, options, answer) =>
      host.startsWith('inside.') ? answer(null, [{ address: '10.0.0.1', family: 4 }]) : network.resolve(host, options, answer)
    app = await startTestApp({ redis: true, settings: keys, surroundings: { pushes: { delay, network: { ...network, resolve } } } })
    second = await app.another()
    ada = await Person.signUp(app.url, 'ada')
  }, 60_000)
  afterAll(async () => {
    await app.close()
    service.close()
  })

  /** Somebody with a browser that is not open, and what it was told. */
  async function offline(name: string, path = `/${randomUUID()}`) {
    const person = await Person.signUp(app.url, name)
    const browser = new PushBrowser(`https://fcm.push.example${path}`)
    await person.expect(201, 'POST', '/v1/push-subscriptions', browser.subscription)
    const pushes = () => service.for(browser.subscription.endpoint)
    return { person, browser, pushes, told: (): readonly Json[] => pushes().map(({ body }) => JSON.parse(browser.read(body))) }
  }

  /** Resolves once nothing is left that could lead to a push of this chat. */
  const settled = (chatId: string) =>
    until('nothing of the chat is waiting', async () => {
      const rows = await app.query(
        'SELECT chat_id FROM push_news WHERE chat_id = $1 UNION ALL SELECT chat_id FROM pushes WHERE chat_id = $1',
        [chatId],
      )
      return rows.length === 0
    })

  /** As if so much time had passed since the messages that wait to be told. */
  const later = (chatId: string, seconds: number) =>
    app.query("UPDATE pushes SET since = since - $2 * interval '1 second', due_at = now() WHERE chat_id = $1", [chatId, seconds])

  const post = (url: string, person: Person, chatId: string, text: string) =>
    call(url, 'POST', `/v1/chats/${chatId}/messages`, { token: person.token, body: { clientId: randomUUID(), text } })

  it('PN4 a burst, whichever node takes it, is one push, which their browser alone can read', async () => {
    const bob = await offline('bob')
    const { id, numbers } = await until('they came fast enough to be one', async () => {
      const { id } = await ada.createGroup('Chess 🐧', bob.person)
      const begun = performance.now()
      const sent = await Promise.all([1, 2, 3, 4, 5, 6].map((move) => post(move % 2 === 0 ? app.url : second.url, ada, id, `Move ${move}`)))
      const isBurst = performance.now() - begun < delay
      await settled(id)
      const newest = sent.map(({ body }) => body).find(({ number }) => number === 6)
      const told = bob.told().filter(({ chatId }) => chatId === id)
      expect(told.at(-1)).toEqual({ chatId: id, number: 6, title: 'Chess 🐧', sender: 'ada', text: newest.text })
      return isBurst && { id, numbers: told.map(({ number }) => number) }
    })
    expect(numbers).toEqual([6])
    const push = bob.pushes().at(-1)
    if (!push) throw new Error('nothing came')
    const { vapidPublicKey } = await bob.person.expect(200, 'GET', '/v1/push-subscriptions')
    const { key, claims } = vapidOf(push)
    expect([key, claims['aud'], claims['sub']]).toEqual([vapidPublicKey, 'https://fcm.push.example', 'mailto:no-reply@localhost'])
    expect(push.headers).toMatchObject({ ttl: '86400', urgency: 'normal' })
    for (const secret of ['Move', 'Chess', id, bob.person.id])
      expect(JSON.stringify([push.path, push.headers]) + push.body.toString('latin1')).not.toContain(secret)
    await ada.send(id, 'And again')
    await settled(id)
    expect(
      bob
        .told()
        .filter(({ chatId }) => chatId === id)
        .map(({ number }) => number),
    ).toEqual([6, 7])
  })

  it('PN4 in a private chat the other’s name is the title, at once in every browser; without words where none are to be shown', async () => {
    const bob = await offline('bob')
    const tablet = new PushBrowser()
    await bob.person.expect(201, 'POST', '/v1/push-subscriptions', tablet.subscription)
    await bob.person.expect(200, 'PATCH', '/v1/me/notifications', { showPreview: false })
    const { id } = await ada.expect(201, 'POST', '/v1/chats', { type: 'private', userId: bob.person.id })
    await ada.send(id, 'Between us')
    await settled(id)
    const expected = { chatId: id, number: 1, title: 'ada', sender: 'ada', text: null }
    expect(bob.told()).toEqual([expected])
    expect(
      service.for(tablet.subscription.endpoint).map(({ body, headers }) => [JSON.parse(tablet.read(body)), headers['urgency']]),
    ).toEqual([[expected, 'high']])
  })

  it('PN5 nobody is told who is here, nor of what has reached a device; who was here only by name is', async () => {
    const [bob, eve, dan] = [await offline('bob'), await offline('eve'), await offline('dan')]
    const { id } = await ada.createGroup('Here', bob.person, eve.person, dan.person)
    const sockets = [await bob.person.connect({ url: second.url }), await eve.person.connect()]
    const seen = async (person: Person) => (await person.expect(200, 'GET', `/v1/presence?userIds=${person.id}`)).items[0].status
    for (const { person } of [bob, eve]) await until('they are online', async () => (await seen(person)) === 'online')
    await ada.send(id, 'Hello')
    await dan.person.expect(204, 'POST', '/v1/receipts', { chats: [{ id, deliveredNumber: 1 }] })
    await until('it waits for who is here', async () => {
      const rows = await app.query("SELECT due_at - since > interval '40 seconds' AS waits FROM pushes WHERE chat_id = $1", [id])
      return rows.length === 2 && rows.every(({ waits }) => waits === true)
    })
    sockets[1]?.close()
    await until('they are offline', async () => (await seen(eve.person)) === 'offline')
    await later(id, 60)
    await settled(id)
    expect([bob.told(), dan.told(), eve.told().map(({ text }) => text)]).toEqual([[], [], ['Hello']])
    sockets[0]?.close()
  }, 60_000)

  it('PN3 of a chat that is muted, archived or at none nothing, at mentions what calls; and so for all chats', async () => {
    const people = {
      muted: await offline('muted'),
      archived: await offline('archived'),
      none: await offline('none'),
      mentions: await offline('mentions'),
      silent: await offline('silent'),
      called: await offline('called'),
      narrowed: await offline('narrowed'),
      plain: await offline('plain'),
    }
    const { id } = await ada.createGroup('Loud', ...Object.values(people).map(({ person }) => person))
    const set = (name: keyof typeof people, changes: Json) => people[name].person.expect(200, 'PATCH', `/v1/chats/${id}/me`, changes)
    const want = (name: keyof typeof people, level: string) => people[name].person.expect(200, 'PATCH', '/v1/me/notifications', { level })
    await Promise.all([set('muted', { muted: true }), set('archived', { archived: true }), set('none', { notify: 'none' })])
    await Promise.all([set('mentions', { notify: 'mentions' }), set('narrowed', { notify: 'mentions' })])
    await Promise.all([want('silent', 'none'), want('called', 'mentions'), want('narrowed', 'none')])
    const handles = Object.values(people).map(({ person }) => `@${person.handle}`)
    for (const text of ['Just so', handles.join(' '), 'And so on']) await ada.send(id, text)
    await settled(id)
    const told = Object.fromEntries(Object.entries(people).map(([name, person]) => [name, person.told().map(({ number }) => number)]))
    expect(told).toEqual({ muted: [], archived: [], none: [], mentions: [2], silent: [], called: [2], narrowed: [], plain: [3] })
    await ada.send(id, 'Nobody is called')
    await settled(id)
    expect(people.mentions.told()).toHaveLength(1)
    expect(people.plain.told()).toHaveLength(2)
  })

  it('PN3 nothing of one’s own, of somebody one has blocked, of what was deleted, or of a chat one has left meanwhile', async () => {
    const [bob, eve] = [await offline('bob'), await offline('eve')]
    const { id } = await ada.createGroup('Gone', bob.person, eve.person)
    await bob.person.expect(204, 'PUT', `/v1/users/${ada.id}/block`)
    await ada.send(id, `@${bob.person.handle} @${eve.person.handle}`)
    await settled(id)
    expect([bob.told(), eve.told().length]).toEqual([[], 1])
    const { id: messageId } = await bob.person.send(id, 'Take it back')
    await bob.person.expect(204, 'DELETE', `/v1/chats/${id}/messages/${messageId}`)
    await settled(id)
    expect([bob.told(), eve.told().length]).toEqual([[], 1])
    await bob.person.send(id, 'For who is here')
    await eve.person.expect(204, 'POST', `/v1/chats/${id}/leave`)
    await settled(id)
    expect([bob.told(), eve.told().length]).toEqual([[], 1])
  })

  it('PN2 nothing once they have signed out, though it was on its way', async () => {
    const [bob, eve] = [await offline('bob'), await offline('eve')]
    const { id } = await ada.createGroup('Signed out', bob.person, eve.person)
    await ada.send(id, 'On its way')
    await bob.person.expect(204, 'POST', '/v1/auth/logout')
    await settled(id)
    expect([bob.told(), eve.told().length]).toEqual([[], 1])
    await ada.send(id, 'Later')
    await settled(id)
    expect([bob.told(), eve.told().length]).toEqual([[], 2])
  })

  it('PN6 F1 a message whose node was killed right after it was acknowledged is pushed by another, once', async () => {
    const bob = await offline('bob')
    const { id } = await ada.createGroup('Killed', bob.person)
    const dataDir = await mkdtemp(join(tmpdir(), 'parley-push-'))
    const { url, program } = await startNode({
      ...keys,
      DATABASE_URL: app.databaseUrl,
      REDIS_URL: testRedisUrl,
      DATA_DIR: dataDir,
      RATE_LIMITS: 'off',
      LOG_LEVEL: 'fatal',
    })
    const { status } = await post(url, ada, id, 'The last thing it did')
    await program.kill('SIGKILL')
    expect(status).toBe(201)
    await settled(id)
    expect(bob.told().map(({ text }) => text)).toEqual(['The last thing it did'])
    await rm(dataDir, { recursive: true, force: true })
  }, 60_000)

  it('PN7 a browser that its push service does not know any more is forgotten', async () => {
    const bob = await offline('bob', `/gone/${randomUUID()}`)
    service.answers.set('/gone/', 410)
    const { id } = await ada.createGroup('Uninstalled', bob.person)
    await ada.send(id, 'Hello')
    await settled(id)
    expect(bob.pushes()).toHaveLength(1)
    expect((await bob.person.expect(200, 'GET', '/v1/push-subscriptions')).items).toEqual([])
    await ada.send(id, 'Anybody?')
    await settled(id)
    expect(bob.pushes()).toHaveLength(1)
  })

  it('S159 S160 what leads to no public address is not sent, and nobody else waits for it', async () => {
    const [bob, eve] = [await offline('bob'), await offline('eve')]
    const inside = new PushBrowser(`https://inside.push.example/${randomUUID()}`)
    await bob.person.expect(201, 'POST', '/v1/push-subscriptions', inside.subscription)
    const { id } = await ada.createGroup('Inwards', bob.person, eve.person)
    await ada.send(id, 'Hello')
    await settled(id)
    expect([bob.told().length, eve.told().length, service.for(inside.subscription.endpoint)]).toEqual([1, 1, []])
  })

  it('PN7 what a push service does not take, or does not answer, is tried again until it does, and holds up nothing else', async () => {
    const [busy, silent, eve] = [
      await offline('busy', `/busy/${randomUUID()}`),
      await offline('silent', `/silent/${randomUUID()}`),
      await offline('eve'),
    ]
    service.answers.set('/busy/', 503).set('/silent/', null)
    const chats = [
      await ada.createGroup('Busy', busy.person),
      await ada.createGroup('Silent', silent.person),
      await ada.createGroup('Fine', eve.person),
    ]
    const [ofBusy, ofSilent, ofEve] = chats.map(({ id }) => String(id)) as [string, string, string]
    for (const id of [ofBusy, ofSilent]) await ada.send(id, 'Hello')
    await until('both were tried', () => busy.pushes().length === 1 && silent.pushes().length === 1)
    await ada.send(ofEve, 'Meanwhile')
    await until('the other came', () => eve.told().length === 1, 9_000)
    await until('they are to be tried again', async () => {
      const waiting = await app.query(
        "SELECT chat_id FROM pushes WHERE chat_id = ANY($1) AND due_at > now() + interval '5 seconds' AND due_at < now() + interval '25 seconds'",
        [[ofBusy, ofSilent]],
      )
      return waiting.length === 2
    })
    service.answers.clear()
    await ada.send(ofBusy, 'And more')
    for (const id of [ofBusy, ofSilent]) await later(id, 0)
    for (const id of [ofBusy, ofSilent]) await settled(id)
    expect(
      busy
        .told()
        .map(({ text }) => text)
        .slice(1),
    ).toEqual(expect.arrayContaining(['And more']))
    expect(silent.told().map(({ text }) => text)).toEqual(['Hello', 'Hello'])
  }, 60_000)
})

requires('postgres')('a node alone', () => {
  it('PN5 tells who is offline, and not who is here', async () => {
    const service = await PushService.start()
    const app = await startTestApp({
      surroundings: { pushes: { delay: 100, network: service.network } },
      settings: { PUBLIC_URL: 'https://chat.example' },
    })
    const [ada, bob, eve] = [await Person.signUp(app.url, 'ada'), await Person.signUp(app.url, 'bob'), await Person.signUp(app.url, 'eve')]
    const browsers = [new PushBrowser(), new PushBrowser()] as const
    await bob.expect(201, 'POST', '/v1/push-subscriptions', browsers[0].subscription)
    await eve.expect(201, 'POST', '/v1/push-subscriptions', browsers[1].subscription)
    const { id } = await ada.createGroup('One node', bob, eve)
    const socket = await eve.connect()
    await until('she is online', async () => (await ada.expect(200, 'GET', `/v1/presence?userIds=${eve.id}`)).items[0].status === 'online')
    await ada.send(id, 'Hello')
    await until('it came', () => service.received.length > 0)
    await until(
      'the other waits',
      async () => (await app.query("SELECT due_at FROM pushes WHERE due_at - since > interval '40 seconds'")).length === 1,
    )
    expect(service.received.map(({ path }) => `https://push.example${path}`)).toEqual([browsers[0].subscription.endpoint])
    expect(vapidOf(service.received[0] as (typeof service.received)[0]).claims['sub']).toBe('https://chat.example')
    socket.close()
    await app.close()
    service.close()
  }, 60_000)
})
