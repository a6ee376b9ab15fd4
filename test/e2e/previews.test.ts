import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { WebPageReader } from '../../src/adapters/link-preview/web-page-reader.js'
import type { PageReader } from '../../src/application/ports/page-reader.js'
import { startTestApp, type TestApp } from '../support/app.js'
import { Person } from '../support/client.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'

/** A page at every address but `/inwards`, which leads to another server. Counts who comes. */
async function startSite(inwards = ''): Promise<{ readonly url: string; readonly port: number; visits: number; close(): void }> {
  const server: Server = createServer(({ url }, response) => {
    site.visits += 1
    if (url === '/inwards') response.writeHead(302, { Location: inwards }).end()
    else response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<title>Page ${url}</title>`)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const site = { url: `http://127.0.0.1:${port}`, port, visits: 0, close: () => server.close() }
  return site
}

/** Tells what has been looked at, to the end. */
class Watched implements PageReader {
  readonly looked = new Set<string>()
  readonly #reader: PageReader

  constructor(reader: PageReader) {
    this.#reader = reader
  }

  async read(url: string) {
    const facts = await this.#reader.read(url)
    this.looked.add(url)
    return facts
  }
}

requires('postgres')('previews of links', () => {
  let [inside, site] = [] as unknown as [Awaited<ReturnType<typeof startSite>>, Awaited<ReturnType<typeof startSite>>]

  beforeAll(async () => {
    inside = await startSite()
    site = await startSite(`${inside.url}/secret`)
  })
  afterAll(() => {
    for (const server of [inside, site]) server.close()
  })

  const whole = (reader: () => PageReader, settings: Readonly<Record<string, string>> = {}) => {
    const parts = {} as { app: TestApp; pages: Watched }
    beforeAll(async () => {
      parts.pages = new Watched(reader())
      parts.app = await startTestApp({ settings: { LINK_PREVIEWS: 'on', ...settings }, surroundings: { pageReader: parts.pages } })
    }, 60_000)
    afterAll(() => parts.app.close())
    return parts
  }

  const talk = async ({ app }: { app: TestApp }) => {
    const [ada, bob] = [await Person.signUp(app.url, 'ada'), await Person.signUp(app.url, 'bob')]
    const { id: chatId } = await ada.createGroup('Links', bob)
    const socket = await bob.connect()
    await bob.expect(200, 'GET', '/v1/chats')
    return { ada, bob, chatId, socket }
  }

  describe('where the site may be visited', () => {
    const parts = whole(
      () =>
        new WebPageReader({ ownHosts: [], userAgent: 'test', allows: (address, port) => address === '127.0.0.1' && port === site.port }),
    )

    it('come to every member after the message, as a change of it', async () => {
      const { ada, bob, chatId, socket } = await talk(parts)
      const sent = await ada.send(chatId, `Look: ${site.url}/a`)
      expect(sent.previews).toEqual([])
      const preview = { url: `${site.url}/a`, title: 'Page /a', description: null, siteName: null, imageUrl: null }
      const { data } = await socket.next('message.updated', (frame) => frame.data.message.id === sent.id)
      expect(data.message).toMatchObject({ id: sent.id, text: sent.text, editedAt: null, previews: [preview] })
      expect(data.message.seq).toBeGreaterThan(sent.seq)
      const { items } = await bob.expect(200, 'GET', `/v1/chats/${chatId}/messages`)
      expect(items).toEqual([data.message])
      socket.close()
    })

    it('go with the link when an edit takes it out, and come with one that it brings', async () => {
      const { ada, chatId, socket } = await talk(parts)
      const sent = await ada.send(chatId, `Look: ${site.url}/b`)
      const has = (...titles: string[]) =>
        socket.next(
          'message.updated',
          ({ data }) => String(data.message.previews.map(({ title }: { title: string }) => title)) === String(titles),
        )
      await has('Page /b')
      const path = `/v1/chats/${chatId}/messages/${sent.id}`
      expect((await ada.expect(200, 'PATCH', path, { text: 'Nothing to see' })).previews).toEqual([])
      await ada.expect(200, 'PATCH', path, { text: `Look here: ${site.url}/c` })
      await has('Page /c')
      socket.close()
    })

    it('S161 are not fetched where a page leads inwards', async () => {
      const { ada, bob, chatId, socket } = await talk(parts)
      const sent = await ada.send(chatId, `${site.url}/inwards`)
      await until('it was looked at', () => parts.pages.looked.has(`${site.url}/inwards`))
      expect(inside.visits).toBe(0)
      const { items } = await bob.expect(200, 'GET', `/v1/chats/${chatId}/messages`)
      expect(items).toMatchObject([{ id: sent.id, seq: sent.seq, previews: [] }])
      socket.close()
    })
  })

  describe('as the product visits', () => {
    const parts = whole(() => new WebPageReader({ ownHosts: ['chat.example'], userAgent: 'test' }))

    it('S159 are not fetched from addresses that are not for everybody, however they are written', async () => {
      const { ada, chatId, socket } = await talk(parts)
      const visits = site.visits
      const hosts = ['127.0.0.1', 'localhost', 'localhost.', '0.0.0.0', '2130706433', '0x7f.1', '0177.0.0.1', '[::ffff:127.0.0.1]', '[::1]']
      const links = [...hosts.map((host) => `http://${host}:${site.port}/x`), 'http://169.254.169.254/latest', 'http://chat.example/']
      for (const link of links) await ada.send(chatId, link)
      await until('all were looked at', () => parts.pages.looked.size >= new Set(links.map((link) => new URL(link).href)).size)
      expect(site.visits).toBe(visits)
      expect(socket.of('message.updated')).toEqual([])
      socket.close()
    })
  })

  describe('where they are off', () => {
    const parts = whole(() => new WebPageReader({ ownHosts: [], userAgent: 'test', allows: () => true }), { LINK_PREVIEWS: 'off' })

    it('are not fetched at all', async () => {
      const { ada, chatId, socket } = await talk(parts)
      await ada.send(chatId, `Look: ${site.url}/off`)
      await parts.app.parley.close()
      expect(parts.pages.looked.size).toBe(0)
      socket.close()
    })
  })
})
