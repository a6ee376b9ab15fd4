import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import express from 'express'
import { createDevMail } from '../../../src/adapters/http/pages/dev-mail.js'
import { InMemoryMailOutbox } from '../../../src/adapters/memory/in-memory-mail-outbox.js'
import { parseEmail } from '../../../src/domain/email.js'

describe('/dev/mail', () => {
  const outbox = new InMemoryMailOutbox()
  let server: Server
  let port: number

  beforeAll(async () => {
    const mail = (id: string, to: string, subject: string) => ({
      id,
      to: parseEmail(to),
      subject,
      text: 'Open http://localhost:3000/verify-email?token=abc&x=1',
      html: '<p onclick="x">"Hello" <a href="http://localhost:3000/">there</a></p>',
      createdAt: new Date('2030-01-01T12:00:00.000Z'),
    })
    await outbox.add(mail('1', 'ada@example.com', 'First'), true)
    await outbox.add(mail('2', 'bob@example.com', '<script>alert(1)</script>'), true)
    await outbox.add(mail('3', 'ada@example.com', 'Second'), true)
    const app = express()
    app.use(createDevMail({ outbox, publicUrl: 'https://chat.example' }))
    server = createServer(app).listen(0, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => void server.close())

  const get = (path: string, host = `127.0.0.1:${port}`, more: Readonly<Record<string, string>> = {}) =>
    new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path, headers: { Host: host, ...more } }, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
      })
        .on('error', reject)
        .end()
    })

  it('lists held mail as JSON, newest first, to everybody or to one address in whatever letters', async () => {
    const subjects = async (query: string) =>
      JSON.parse((await get(`/dev/mail.json${query}`)).text).map((mail: { subject: string }) => mail.subject)
    expect(await subjects('')).toEqual(['Second', '<script>alert(1)</script>', 'First'])
    expect(await subjects('?to=ADA%40example.com')).toEqual(['Second', 'First'])
    expect(await subjects('?to=nobody%40example.com')).toEqual([])
    expect(JSON.parse((await get('/dev/mail.json?to=bob@example.com')).text)).toEqual([
      {
        to: 'bob@example.com',
        subject: '<script>alert(1)</script>',
        text: expect.any(String),
        html: expect.any(String),
        at: '2030-01-01T12:00:00.000Z',
      },
    ])
  })

  it('shows it as a page in which nothing of a mail is markup, and no script runs', async () => {
    const { headers, text } = await get('/dev/mail?to=%22%3E%3Cscript%3E')
    expect(headers['content-type']).toContain('text/html')
    expect(text).not.toContain('<script')
    const all = await get('/dev/mail')
    expect(all.text).not.toContain('<script')
    expect(all.text).not.toContain('<p onclick')
    expect(all.text).toContain('href="http://localhost:3000/verify-email?token=abc&#38;x=1"')
    expect(all.headers['content-security-policy']).toContain("default-src 'none'")
    expect(all.headers['cache-control']).toBe('no-store')
  })

  it.each(['localhost', 'localhost:3000', 'parley.localhost:3000', '127.0.0.1', '127.1.2.3:80', '[::1]:3000', 'chat.example'])(
    'answers the host %s',
    async (host) => {
      expect((await get('/dev/mail.json', host)).status).toBe(200)
    },
  )

  it.each(['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'Via'])(
    'S183 does not exist for who asks through a proxy on this machine: %s',
    async (name) => {
      expect((await get('/dev/mail.json', 'chat.example', { [name]: '203.0.113.7' })).status).toBe(404)
    },
  )

  it.each(['evil.example', 'localhost.evil.example', 'evil-localhost', '127.0.0.1.evil.example', 'chat.example:8080', '10.0.0.1', '[::2]'])(
    'does not exist for the host %s',
    async (host) => {
      expect((await get('/dev/mail.json', host)).status).toBe(404)
      expect((await get('/dev/mail', host)).status).toBe(404)
    },
  )
})
