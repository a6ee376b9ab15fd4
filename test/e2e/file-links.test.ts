import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.js'
import { call, Person } from '../support/client.js'
import { attach, download } from '../support/files.js'
import { aPicture } from '../support/pictures.js'
import { requires } from '../support/requires.js'

requires('postgres')('links to files', () => {
  let app: TestApp
  let ada: Person
  let bob: Person

  beforeAll(async () => {
    app = await startTestApp()
    ;[ada, bob] = [await Person.signUp(app.url, 'ada'), await Person.signUp(app.url, 'bob')]
  }, 60_000)
  afterAll(() => app?.close())

  /** A browser that fetches an address by itself sends no header. */
  const fetched = (path: string, options: { method?: string; headers?: Record<string, string> } = {}) =>
    download({ url: app.url, token: null }, path, options)
  const linkTo = (person: Person, id: string) => person.expect(200, 'POST', `/v1/attachments/${id}/link`)

  /** A picture in a group, with a link to it for bob. */
  const shared = async () => {
    const group = await ada.createGroup('Pictures', bob)
    const file = await attach(ada, await aPicture('jpeg', 640, 400), { name: 'a.jpg', type: 'image/jpeg' })
    const body = { clientId: randomUUID(), attachmentIds: [file.id] }
    const message = await ada.expect(201, 'POST', `/v1/chats/${group.id}/messages`, body)
    return { group, file, message, url: (await linkTo(bob, file.id)).url as string }
  }

  const everyForm = async (url: string) => [
    (await fetched(url)).status,
    (await fetched(`${url}&variant=thumb`)).status,
    (await fetched(url, { method: 'HEAD' })).status,
    (await fetched(url, { headers: { Range: 'bytes=0-9' } })).status,
  ]

  it('AT9 a link shows what its caller may see, as a download would, for ten minutes', async () => {
    const { file } = await shared()
    const before = Date.now()
    const { url, expiresAt } = await linkTo(bob, file.id)
    expect(url).toMatch(new RegExp(`^/v1/attachments/${file.id}/content\\?link=[\\w.-]+$`))
    expect(Math.abs(Date.parse(expiresAt) - before - 600_000)).toBeLessThan(60_000)
    const [whole, linked] = [await download(bob, file.url), await fetched(url)]
    expect(linked.bytes.equals(whole.bytes)).toBe(true)
    const said = (headers: Headers) => [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name))
    expect(said(linked.headers)).toEqual(said(whole.headers))
    expect(linked.headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(await everyForm(url)).toEqual([200, 200, 200, 206])
  })

  it('S116 a link to what one may not see is not given', async () => {
    const { id } = await attach(ada, 'Hello')
    expect((await bob.call('POST', `/v1/attachments/${id}/link`)).status).toBe(404)
    expect((await call(app.url, 'POST', `/v1/attachments/${id}/link`)).status).toBe(401)
  })

  it('S116 a link ends with the right to see the file', async () => {
    const { group, url } = await shared()
    await ada.expect(204, 'DELETE', `/v1/chats/${group.id}/members/${bob.id}`)
    expect(await everyForm(url)).toEqual([404, 404, 404, 404])
    const other = await shared()
    await ada.expect(204, 'DELETE', `/v1/chats/${other.group.id}/messages/${other.message.id}`)
    expect(await everyForm(other.url)).toEqual([404, 404, 404, 404])
  })

  it('S116 a link ends with the session that asked for it', async () => {
    const { file, url } = await shared()
    const kept = (await linkTo(ada, file.id)).url
    await bob.call('POST', '/v1/auth/logout', { refreshToken: bob.refreshToken })
    expect(await everyForm(url)).toEqual([401, 401, 401, 401])
    await bob.logIn()
    expect((await fetched(url)).status).toBe(401)
    expect((await fetched(kept)).status).toBe(200)
  })

  it('S9 S116 a link is no access token, an access token no link, and neither is a link to another file', async () => {
    const [{ file, url }, another] = [await shared(), await shared()]
    const link = url.split('link=')[1] ?? ''
    expect((await call(app.url, 'GET', '/v1/me', { token: link })).status).toBe(401)
    expect((await call(app.url, 'GET', file.url, { token: link })).status).toBe(401)
    const content = `/v1/attachments/${file.id}/content`
    for (const wrong of [bob.token, bob.refreshToken, 'none', `${link}x`]) {
      expect((await fetched(`${content}?link=${wrong}`)).status).toBe(401)
    }
    expect((await fetched(`/v1/attachments/${another.file.id}/content?link=${link}`)).status).toBe(401)
    expect((await fetched(content, { headers: { Authorization: `Bearer ${bob.token}` } })).status).toBe(400)
  })
})
