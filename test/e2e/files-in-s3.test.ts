import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { RunningParley } from '../../src/main/parley.js'
import { startTestApp, type TestApp } from '../support/app.js'
import { Person } from '../support/client.js'
import { attach, download, upload } from '../support/files.js'
import { aPicture } from '../support/pictures.js'
import { requires } from '../support/requires.js'
import { startS3 } from '../support/s3.js'

requires('postgres', 'redis')('files in a store that speaks S3', () => {
  let store: Awaited<ReturnType<typeof startS3>>
  let app: TestApp
  let elsewhere: string
  let second: RunningParley
  let ada: Person
  let bob: Person

  beforeAll(async () => {
    store = await startS3()
    const { endpoint, bucket, accessKeyId, secretAccessKey } = store.settings
    app = await startTestApp({
      redis: true,
      settings: {
        JWT_KEYS: 'test:0123456789abcdefghijklmnopqrstuvwxyz',
        S3_ENDPOINT: String(endpoint),
        S3_BUCKET: bucket,
        S3_ACCESS_KEY_ID: accessKeyId,
        S3_SECRET_ACCESS_KEY: secretAccessKey,
      },
    })
    elsewhere = await mkdtemp(join(tmpdir(), 'parley-test-'))
    second = await app.another({ DATA_DIR: elsewhere })
    ;[ada, bob] = await Promise.all([Person.signUp(app.url, 'ada'), Person.signUp(app.url, 'bob')])
  }, 60_000)
  afterAll(async () => {
    await app?.close()
    await store?.close()
    await rm(elsewhere, { recursive: true, force: true })
  })

  const there = (person: Person) => ({ url: second.url, token: person.token })

  it('AT1 AT2 what one node took another gives out: the whole, a part, and the thumbnail; neither keeps it', async () => {
    const chat = await ada.createGroup('Files', bob)
    const content = randomBytes(300_000)
    const [file, picture] = [await attach(ada, content), await attach(ada, await aPicture('png', 900, 600), { name: 'a.png' })]
    const body = { clientId: randomUUID(), attachmentIds: [file.id, picture.id] }
    expect((await download(there(bob), file.url)).status).toBe(404)
    const message = await ada.expect(201, 'POST', `/v1/chats/${chat.id}/messages`, body)
    const whole = await download(there(bob), file.url)
    expect([whole.status, whole.bytes.equals(content)]).toEqual([200, true])
    const part = await download(there(bob), file.url, { headers: { Range: 'bytes=299990-' } })
    expect([part.status, part.bytes.equals(content.subarray(-10))]).toEqual([206, true])
    const thumb = await download(there(bob), picture.thumbUrl)
    expect([thumb.status, thumb.headers.get('Content-Type')]).toEqual([200, 'image/webp'])
    expect([app.filesDir, join(elsewhere, 'attachments')].filter((directory) => existsSync(directory))).toEqual([])
    await ada.expect(204, 'DELETE', `/v1/chats/${chat.id}/messages/${message.id}`)
    expect((await download(there(bob), file.url)).status).toBe(404)
  })

  it('AT1 a store that is away is a 503, and the node goes on with everything else', async () => {
    const file = await attach(ada, 'Hello')
    const gone = await app.another({ S3_ENDPOINT: 'http://127.0.0.1:1' })
    const nearby = { url: gone.url, token: ada.token }
    expect([(await download(nearby, file.url)).status, (await upload(nearby, 'More')).status]).toEqual([503, 503])
    expect((await fetch(`${gone.url}/v1/me`, { headers: { Authorization: `Bearer ${ada.token}` } })).status).toBe(200)
    expect((await download(ada, file.url)).bytes.toString()).toBe('Hello')
  })
})
