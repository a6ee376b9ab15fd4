import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.js'
import { call, Person } from '../support/client.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'

const token = 'reads-figures-0123456789'

requires('postgres', 'redis')('GET /metrics', () => {
  let app: TestApp

  beforeAll(async () => {
    app = await startTestApp({ redis: true, settings: { METRICS_TOKEN: token } })
  }, 60_000)
  afterAll(() => app.close())

  const read = (headers: Record<string, string> = {}) => call(app.url, 'GET', '/metrics', { headers })
  const figure = async (name: string) => {
    const line = String((await read()).body)
      .split('\n')
      .find((text) => text.startsWith(`${name} `))
    return line === undefined ? null : Number(line.split(' ').at(-1))
  }

  it('S179 answers this machine, and others by the token alone', async () => {
    const local = await read()
    expect([local.status, local.headers.get('Content-Type'), local.headers.get('Cache-Control')]).toEqual([
      200,
      expect.stringMatching(/^text\/plain/),
      'no-store',
    ])
    for (const elsewhere of [
      { 'X-Forwarded-For': '127.0.0.1' },
      { Forwarded: 'for=127.0.0.1' },
      { Origin: 'https://evil.example' },
      { 'Sec-Fetch-Site': 'same-origin' },
    ] as Record<string, string>[]) {
      expect((await read(elsewhere)).status).toBe(404)
      expect((await read({ ...elsewhere, Authorization: 'Bearer reads-nothing-0123456789' })).status).toBe(404)
      expect((await read({ ...elsewhere, Authorization: token })).status).toBe(404)
      expect((await read({ ...elsewhere, Authorization: `Bearer ${token}` })).status).toBe(200)
    }
  })

  it('tells of sockets, rooms, repairs, the bus, the loop and requests, and of nobody', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    const chat = await ada.createGroup('Tea')
    const socket = await ada.connect()
    await ada.send(chat.id, 'Hello')
    await socket.next('message.created')
    expect(await figure('parley_sockets')).toBe(1)
    expect(await figure('parley_rooms')).toBe(1)
    expect(await figure('parley_bus_healthy')).toBe(1)
    const text = String((await read()).body)
    expect(text).toMatch(/^parley_frames_total\{importance="durable"\} [1-9]/m)
    expect(text).toMatch(/^parley_repairs_total\{of="changes"\} \d/m)
    expect(text).toMatch(/^parley_bus_messages_total\{outcome="refused"\} 0$/m)
    expect(text).toMatch(/^parley_event_loop_delay_p99_seconds \d/m)
    expect(text).toContain('parley_http_request_duration_seconds_count{method="POST",route="/v1/chats/:chatId/messages",status="201"} 1')
    expect(text).not.toContain(ada.id)
    expect(text).not.toContain(chat.id)
    socket.ws.send('anything')
    await socket.end()
    await until('the socket is gone', async () => (await figure('parley_sockets')) === 0)
    expect(await figure('parley_sockets_closed_total{code="1008"}')).toBe(1)
  })
})
