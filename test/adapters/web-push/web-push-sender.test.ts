import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { isPublicAddress } from '../../../src/adapters/link-preview/public-address.js'
import { newVapidKeys } from '../../../src/adapters/web-push/vapid-keys.js'
import { WebPushSender } from '../../../src/adapters/web-push/web-push-sender.js'
import type { PushOutcome } from '../../../src/application/ports/push-sender.js'
import type { PushNotification } from '../../../src/domain/notifications/news.js'
import { pushSenderContract } from '../../contracts/push-sender.contract.js'
import { groupId } from '../../support/people.js'
import { PushBrowser } from '../../support/push-browser.js'
import { PushService, vapidOf } from '../../support/push-service.js'
import { runContract } from '../../support/run-contract.js'

const vapidKeys = newVapidKeys()
const subject = 'mailto:ops@chat.example'
const notification: PushNotification = { chatId: groupId, number: 7, title: 'Chess', sender: 'Ada', text: 'Hello', isUrgent: false }

type Resolve = ConstructorParameters<typeof WebPushSender>[0]['resolve']

/** A name is resolved to what stands here for it; whatever is not there, to the push service. */
const resolverOf =
  (addresses: Readonly<Record<string, readonly string[]>>): NonNullable<Resolve> =>
  (host, _options, answer) =>
    answer(
      null,
      (addresses[host] ?? ['127.0.0.1']).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )

const pathOf = { accepted: '/a/', gone: '/gone/', refused: '/refused/', busy: '/busy/', silent: '/silent/' } as const

runContract(pushSenderContract, 'Web Push', async () => {
  const service = await PushService.start()
  for (const [path, status] of [
    ['/gone/', 410],
    ['/refused/', 400],
    ['/busy/', 503],
    ['/silent/', null],
  ] as const)
    service.answers.set(path, status)
  let visits = 0
  const inside = createServer(() => {
    visits += 1
  }).listen(service.port, '127.0.0.2')
  await once(inside, 'listening')
  const resolve = resolverOf({ 'inside.push.example': ['127.0.0.2'], 'mixed.push.example': ['127.0.0.1', '127.0.0.2'] })
  const sender = new WebPushSender({ vapidKeys, subject, ...service.network, resolve })
  const receiverAt = (endpoint: string) => {
    const { keys } = new PushBrowser().subscription
    return { endpoint, keys }
  }
  const made = {
    sender,
    browser: (answer: PushOutcome) => {
      const browser = new PushBrowser(`https://push.example${pathOf[answer]}${Math.random()}`)
      const { endpoint, keys } = browser.subscription
      return { receiver: { endpoint, keys }, read: (body: Uint8Array) => browser.read(Buffer.from(body)) }
    },
    takenFor: ({ endpoint }: { endpoint: string }) =>
      service.for(endpoint).map(({ body, headers }) => ({ body, topic: String(headers['topic']) })),
    hidden: [
      'https://inside.push.example/',
      'https://mixed.push.example/',
      'https://127.0.0.2/',
      'https://2130706434/',
      'https://localhost/',
      'http://push.example/',
    ].map(receiverAt),
    visits: () => visits,
    hanging: receiverAt('https://push.example/silent/x'),
  }
  const dispose = async () => {
    sender.close()
    service.close()
    inside.close()
  }
  return { subject: made, dispose }
})

describe('WebPushSender', () => {
  let service: PushService
  beforeAll(async () => {
    service = await PushService.start()
  })
  afterAll(() => service.close())

  it('S159 signs for the service that it sends to, for hours, and says how long and how urgently to keep it', async () => {
    const sender = new WebPushSender({ vapidKeys, subject, ...service.network })
    const browser = new PushBrowser('https://push.example/signed')
    const begun = Math.floor(Date.now() / 1_000)
    for (const isUrgent of [false, true]) expect(await sender.send(browser.subscription, { ...notification, isUrgent })).toBe('accepted')
    const [calm, urgent] = service.for('https://push.example/signed')
    if (!calm || !urgent) throw new Error('nothing came')
    const { claims, key } = vapidOf(calm)
    expect(key).toBe(vapidKeys.publicKey)
    expect(claims).toEqual({ aud: 'https://push.example', sub: subject, exp: expect.any(Number) })
    expect(Number(claims['exp'])).toBeGreaterThan(begun)
    expect(Number(claims['exp'])).toBeLessThanOrEqual(begun + 24 * 3_600 + 60)
    expect(calm.headers).toMatchObject({
      ttl: '86400',
      urgency: 'normal',
      'content-encoding': 'aes128gcm',
      topic: expect.stringMatching(/^[\w-]{32}$/),
    })
    expect(urgent.headers).toMatchObject({ urgency: 'high', topic: calm.headers['topic'] })
    expect(calm.body.length).toBeLessThan(4_096)
    sender.close()
  })

  it.each<[number, PushOutcome]>([
    [200, 'accepted'],
    [201, 'accepted'],
    [202, 'accepted'],
    [204, 'accepted'],
    [301, 'refused'],
    [307, 'refused'],
    [400, 'refused'],
    [401, 'refused'],
    [403, 'refused'],
    [404, 'gone'],
    [408, 'busy'],
    [410, 'gone'],
    [413, 'refused'],
    [429, 'busy'],
    [500, 'busy'],
    [502, 'busy'],
    [503, 'busy'],
  ])('an answer of %s is %s, and nothing is asked of anybody else', async (status, outcome) => {
    const sender = new WebPushSender({ vapidKeys, subject, ...service.network })
    service.answers.set(`/${status}`, status)
    const { subscription } = new PushBrowser(`https://push.example/${status}`)
    expect(await sender.send(subscription, notification)).toBe(outcome)
    expect(service.for(subscription.endpoint)).toHaveLength(1)
    sender.close()
  })

  it('a service that nobody can find, that does not listen, or that is not who it says does not answer', async () => {
    const { subscription } = new PushBrowser('https://push.example/x')
    const { network } = service
    const unresolvable: NonNullable<Resolve> = (_host, _options, answer) => answer(new Error('ENOTFOUND'), '')
    const closed = createServer().listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const { port } = closed.address() as AddressInfo
    closed.close()
    for (const changes of [{ resolve: unresolvable }, { port }, { ca: undefined }]) {
      const { ca, ...rest } = { ...network, ...changes }
      const sender = new WebPushSender({ vapidKeys, subject, ...rest, ...(ca === undefined ? {} : { ca }) })
      expect(await sender.send(subscription, notification)).toBe('silent')
      sender.close()
    }
    expect(service.for(subscription.endpoint)).toEqual([])
  })

  it('S160 a name that leads to this machine is refused before anything is sent', async () => {
    const sender = new WebPushSender({
      vapidKeys,
      subject,
      ca: service.ca,
      port: service.port,
      resolve: resolverOf({}),
      allows: isPublicAddress,
    })
    const { subscription } = new PushBrowser('https://push.example/private')
    expect(await sender.send(subscription, notification)).toBe('refused')
    expect(service.for(subscription.endpoint)).toEqual([])
    sender.close()
  })

  it('uses a connection again', async () => {
    let asked = 0
    const resolve: NonNullable<Resolve> = (...parameters) => {
      asked += 1
      resolverOf({})(...parameters)
    }
    const sender = new WebPushSender({ vapidKeys, subject, ...service.network, resolve })
    for (let times = 0; times < 5; times += 1) expect(await sender.send(new PushBrowser().subscription, notification)).toBe('accepted')
    expect(asked).toBeLessThan(5)
    sender.close()
  })

  it('a service of which nothing is left for years is none', async () => {
    const sender = new WebPushSender({ vapidKeys, subject, ...service.network })
    const { subscription } = new PushBrowser('https://android.googleapis.com/gcm/send/x')
    expect(await sender.send(subscription, notification)).toBe('gone')
    sender.close()
  })
})
