import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { call, type Json, mailedToken, Person, password } from '../support/client.js'
import { freePort, Program } from '../support/program.js'

describe('the program on its embedded database', () => {
  let folder: string
  let settings: Record<string, string>
  let url: string
  const started: Program[] = []
  const start = () => {
    const program = new Program(settings)
    started.push(program)
    return program.ready()
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-start-'))
    const port = await freePort()
    url = `http://127.0.0.1:${port}`
    settings = { PORT: String(port), DATA_DIR: join(folder, 'data'), RATE_LIMITS: 'off' }
  })
  afterAll(async () => {
    for (const program of started) if (program.exitCode === null) await program.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })

  it('says where it is, where the data lies and where mail is held; Ctrl-C ends it cleanly', async () => {
    const program = await start()
    expect(program.output).toContain(join(folder, 'data'))
    expect(program.output).toContain('/dev/mail')
    expect(program.output.trim().split('\n').at(-1)).toMatch(/^Ready: http:\/\/localhost:\d+$/)
    const second = new Program(settings)
    started.push(second)
    expect(await second.ended()).toBe(1)
    expect(second.output.trim().split('\n').at(-1)).toMatch(/^parley: .*in use|^parley: .*already/i)
    expect(await program.kill('SIGINT')).toBe(0)
  }, 60_000)

  it('S51 S41 S24 does over its one connection what comes at once, each thing once, and goes on while somebody is erased', async () => {
    const program = await start()
    const atOnce = async (path: string, bodyOf: (nth: number) => Json) => {
      const answers = await Promise.all(Array.from({ length: 20 }, (_, nth) => call(url, 'POST', path, { body: bodyOf(nth) })))
      return answers.map(({ status, body }) => ({ status, body })).sort((one, other) => one.status - other.status)
    }
    const statuses = (answers: readonly { readonly status: number }[]) => answers.map(({ status }) => status)
    const once = (status: number, others: number) => [status, ...Array.from({ length: 19 }, () => others)]
    const [email, next] = ['at.once@example.com', 'at once a horse battery']
    const registered = await atOnce('/v1/auth/register', (nth) => ({ email, password, handle: `at_once_${nth}` }))
    expect(statuses(registered)).toEqual(once(202, 202))
    const verification = await mailedToken(url, email)
    expect(statuses(await atOnce('/v1/auth/verify-email', () => ({ token: verification })))).toEqual(once(204, 410))
    await call(url, 'POST', '/v1/auth/password/forgot', { body: { email } })
    const reset = await mailedToken(url, email, 'password')
    expect(statuses(await atOnce('/v1/auth/password/reset', () => ({ token: reset, password: next })))).toEqual(once(204, 410))
    const { refreshToken } = (await call(url, 'POST', '/v1/auth/login', { body: { email, password: next } })).body
    const refreshed = await atOnce('/v1/auth/refresh', () => ({ refreshToken }))
    expect(new Set(refreshed.map(({ body }) => body.refreshToken)).size).toBe(1)

    const [ada, bob] = [await Person.signUp(url, 'ada'), await Person.signUp(url, 'bob')]
    const chat = await bob.createGroup('Going', ada)
    const messages = `/v1/chats/${chat.id}/messages`
    const sends = Array.from({ length: 20 }, (_, nth) =>
      (nth % 2 ? ada : bob).call('POST', messages, { clientId: randomUUID(), text: 'Hello' }),
    )
    const [erased, ...sent] = await Promise.all([ada.call('DELETE', '/v1/me', { password }), ...sends])
    expect(erased.status).toBe(204)
    for (const { status } of sent) expect([201, 401, 404]).toContain(status)
    await bob.send(chat.id, 'Still here')
    expect(await program.kill('SIGTERM')).toBe(0)
  }, 60_000)

  it('OR1 OR4 SE1 F2 killed in a burst of sends, it has every acknowledged message after a restart, without a hole, and retries post once', async () => {
    let program = await start()
    const ada = await Person.signUp(url, 'ada')
    const chat = await ada.createGroup('Burst')
    const acknowledged = new Map<string, number>()
    const attempted = new Map<string, string>()
    const sender = async (name: string) => {
      for (let at = 0; ; at += 1) {
        const clientId = randomUUID()
        attempted.set(clientId, `${name} ${at}`)
        const answer = await ada.call('POST', `/v1/chats/${chat.id}/messages`, { clientId, text: `${name} ${at}` })
        if (answer.status !== 201) throw new Error(`answered ${answer.status}`)
        acknowledged.set(clientId, answer.body.number)
        if (acknowledged.size === 300) void program.kill('SIGKILL')
      }
    }
    await Promise.allSettled(Array.from({ length: 16 }, (_, at) => sender(`sender ${at}`)))
    expect(acknowledged.size).toBeGreaterThanOrEqual(300)

    program = await start()
    const all: Json[] = []
    for (let after = 0; ; ) {
      const { items, hasMoreAfter } = await ada.expect(200, 'GET', `/v1/chats/${chat.id}/messages?after=${after}&limit=100`)
      all.push(...items)
      after = items.at(-1).number
      if (!hasMoreAfter) break
    }
    expect(all.map((message) => message.number)).toEqual(all.map((_, at) => at + 1))
    const stored = new Map(all.map((message) => [message.clientId, message.number]))
    expect(stored.size).toBe(all.length)
    for (const [clientId, number] of acknowledged) expect([clientId, stored.get(clientId)]).toEqual([clientId, number])

    for (const [clientId, text] of attempted) {
      const { status, body } = await ada.call('POST', `/v1/chats/${chat.id}/messages`, { clientId, text })
      expect(status).toBe(stored.has(clientId) ? 200 : 201)
      if (stored.has(clientId)) expect(body.number).toBe(stored.get(clientId))
    }
    expect((await ada.expect(200, 'GET', `/v1/chats/${chat.id}`)).messageCount).toBe(attempted.size)
    expect(await program.kill('SIGTERM')).toBe(0)
  }, 120_000)
})

describe('S20 a setting that is wrong is one clear line and exit 1', () => {
  it.each([
    ['a short secret', { JWT_KEYS: 'a:tooshort' }, 'JWT_KEYS'],
    ['a placeholder', { JWT_KEYS: `a:${'x'.repeat(40)}` }, 'JWT_KEYS'],
    ['one secret for two keys', { JWT_KEYS: `a:${'0123456789'.repeat(4)},b:${'0123456789'.repeat(4)}` }, 'JWT_KEYS'],
    ['production without its secrets', { NODE_ENV: 'production', PUBLIC_URL: 'https://chat.example.com' }, 'JWT_KEYS'],
    ['S66 every proxy trusted', { TRUST_PROXY: 'true' }, 'TRUST_PROXY'],
    ['a port that is none', { PORT: 'http' }, 'PORT'],
  ])('%s', async (_what, settings, name) => {
    const program = new Program(settings as Record<string, string>)
    expect(await program.ended()).toBe(1)
    expect(program.output).toMatch(new RegExp(`^parley: bad setting: ${name}: .+\\n$`))
  })
})
