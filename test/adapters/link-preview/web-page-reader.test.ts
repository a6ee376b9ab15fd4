import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { isPublicAddress } from '../../../src/adapters/link-preview/public-address.js'
import { WebPageReader } from '../../../src/adapters/link-preview/web-page-reader.js'
import { pageReaderContract } from '../../contracts/page-reader.contract.js'
import { runContract } from '../../support/run-contract.js'

const html = { 'Content-Type': 'text/html; charset=utf-8' }
const page = `<!doctype html><title>Plain</title><meta property="og:title" content="Chess &amp; more"><meta name=description content="All  about
  chess"><meta property="og:site_name" content="The \u202eBoard"></head><title>Later</title>`
const facts = { title: 'Chess & more', description: 'All about chess', siteName: 'The Board' }

async function serve(address: string, answer: RequestListener): Promise<Server> {
  const server = createServer(answer).listen(0, address)
  await once(server, 'listening')
  return server
}

const portOf = (server: Server) => (server.address() as AddressInfo).port

/** `127.0.0.2` stands for the public network, `127.0.0.1` for what is not for everybody. */
async function network() {
  let visits = 0
  const inside = await serve('127.0.0.1', (_, response) => {
    visits += 1
    response.writeHead(200, html).end(page)
  })
  const secret = `http://127.0.0.1:${portOf(inside)}/`
  const outside = await serve('127.0.0.2', ({ url = '/' }, response) => {
    if (url === '/inwards') response.writeHead(302, { Location: secret }).end()
    else if (url === '/file') response.writeHead(302, { Location: 'file:///etc/passwd' }).end()
    else if (url.startsWith('/hop')) response.writeHead(302, { Location: url === '/hop0' ? '/' : `/hop${Number(url.slice(4)) - 1}` }).end()
    else if (url === '/picture') response.writeHead(200, { 'Content-Type': 'image/png' }).end(page)
    else if (url === '/packed') response.writeHead(200, { ...html, 'Content-Encoding': 'gzip' }).end('bomb')
    else if (url === '/missing') response.writeHead(404, html).end(page)
    else if (url === '/slow') response.writeHead(200, html).write('<title>Slow</title>')
    else if (url === '/large') response.writeHead(200, html).end(`<!--${'x'.repeat(600_000)}-->${page}`)
    else response.writeHead(200, html).end(page)
  })
  let asked = 0
  const resolve = async (host: string) => {
    asked += 1
    if (host === 'rebinding.example') return asked === 1 ? ['127.0.0.2'] : ['127.0.0.1']
    return host === 'mixed.example' ? ['127.0.0.2', '127.0.0.1'] : ['127.0.0.1']
  }
  const reader = new WebPageReader({ ownHosts: ['chat.example'], userAgent: 'test', resolve, allows: (address) => address === '127.0.0.2' })
  const close = () => {
    for (const server of [inside, outside]) {
      server.closeAllConnections()
      server.close()
    }
  }
  return {
    reader,
    at: `http://127.0.0.2:${portOf(outside)}`,
    secret,
    port: portOf(inside),
    visits: () => visits,
    outsidePort: portOf(outside),
    close,
  }
}

runContract(pageReaderContract, 'the web', async () => {
  const { reader, at, secret, port, visits, close } = await network()
  const subject = {
    reader,
    page: `${at}/`,
    facts,
    nothing: [`${at}/picture`, `${at}/packed`, `${at}/missing`, 'http://', 'ftp://127.0.0.2/', 'mailto:ada@example.com'],
    hidden: [
      secret,
      `${at}/inwards`,
      `${at}/file`,
      `http://2130706433:${port}/`,
      `http://0x7f.1:${port}/`,
      `http://017700000001:${port}/`,
      `http://mixed.example:${port}/`,
      `http://localhost.:${port}/`,
      `http://chat.example:${port}/`,
      `http://[::ffff:127.0.0.1]:${port}/`,
    ],
    visits,
    endless: `${at}/slow`,
  }
  return { subject, dispose: async () => close() }
})

describe('pages that are not friendly', () => {
  let net: Awaited<ReturnType<typeof network>>
  beforeAll(async () => {
    net = await network()
  })
  afterAll(() => net.close())

  it('S160 the address that was looked at is the one that is connected to', async () => {
    expect(await net.reader.read(`http://rebinding.example:${net.outsidePort}/`)).toEqual(facts)
    expect(net.visits()).toBe(0)
  })

  it('S161 three redirects are followed, and not a fourth', async () => {
    expect(await net.reader.read(`${net.at}/hop2`)).toEqual(facts)
    expect(await net.reader.read(`${net.at}/hop3`)).toBeNull()
  })

  it('S163 what is slow or large is cut, and what was said until then counts', async () => {
    expect(await net.reader.read(`${net.at}/slow`)).toEqual({ title: 'Slow', description: null, siteName: null })
    expect(await net.reader.read(`${net.at}/large`)).toBeNull()
  })
})

describe('S159 public addresses', () => {
  it.each([
    '127.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fd00::1',
    'fe80::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'ff02::1',
    'localhost',
    '',
  ])('%s is none', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(['93.184.216.34', '8.8.8.8', '2606:4700::1111', '2a00:1450:4001::8a'])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })
})
