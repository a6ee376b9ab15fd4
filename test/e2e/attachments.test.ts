import { randomBytes, randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import sharp from 'sharp'
import { DiskBlobStore } from '../../src/adapters/disk/disk-blob-store.js'
import { openPostgres } from '../../src/adapters/prisma/client.js'
import { PrismaAttachmentRepository } from '../../src/adapters/prisma/prisma-attachment-repository.js'
import { SystemClock } from '../../src/adapters/system/system-clock.js'
import { CollectFiles } from '../../src/application/attachments/collect-files.js'
import { startTestApp, type TestApp } from '../support/app.js'
import { type Json, Person } from '../support/client.js'
import { attach, download, sendForm, upload } from '../support/files.js'
import { aPhoto, aPicture, aPixelFlood } from '../support/pictures.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'

const mostBytes = 300_000
const unknown = '00000000-0000-4000-8000-000000000000'

requires('postgres')('files', () => {
  let app: TestApp
  let ada: Person
  let bob: Person

  beforeAll(async () => {
    app = await startTestApp({ settings: { ATTACHMENT_MAX_BYTES: String(mostBytes), ATTACHMENT_QUOTA_FILES: '80' } })
    ;[ada, bob] = [await Person.signUp(app.url, 'ada'), await Person.signUp(app.url, 'bob')]
  }, 60_000)
  afterAll(() => app?.close())

  const keptFiles = async () =>
    (await readdir(app.filesDir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length
  const rows = async () =>
    Number((await app.query('SELECT (SELECT count(*) FROM attachments) + (SELECT count(*) FROM loose_blobs) AS n'))[0]?.['n'])
  const collect = async () => {
    const { prisma, close } = openPostgres(app.databaseUrl)
    await new CollectFiles(new PrismaAttachmentRepository(prisma), await DiskBlobStore.open(app.filesDir), new SystemClock()).execute()
    await close()
  }
  /** How much is kept: nothing may be left of what was refused. */
  const traces = async () => [await keptFiles(), await rows()]

  describe('taken in and given out', () => {
    it('AT1 what was sent comes back, byte for byte', async () => {
      const content = randomBytes(200_000)
      const attachment = await attach(ada, content, { name: 'notes.bin' })
      expect(attachment).toEqual({
        id: expect.any(String),
        name: 'notes.bin',
        type: 'application/octet-stream',
        size: 200_000,
        width: null,
        height: null,
        url: `/v1/attachments/${attachment.id}`,
        thumbUrl: null,
      })
      const got = await download(ada, attachment.url)
      expect([got.status, got.headers.get('Content-Length'), got.bytes.equals(content)]).toEqual([200, '200000', true])
    })

    it('AT2 a picture gets its size and a thumbnail, and says nothing of where it was taken', async () => {
      const attachment = await attach(ada, await aPhoto('jpeg', 640, 400), { name: 'Beach.JPG', type: 'image/jpeg' })
      expect(attachment).toMatchObject({
        name: 'Beach.JPG',
        type: 'image/jpeg',
        width: 400,
        height: 640,
        thumbUrl: `${attachment.url}?variant=thumb`,
      })
      const whole = await download(ada, attachment.url)
      expect(whole.bytes.length).toBe(attachment.size)
      expect(whole.bytes.includes('CanaryCamera')).toBe(false)
      const thumb = await download(ada, attachment.thumbUrl)
      expect([thumb.status, thumb.headers.get('Content-Type')]).toEqual([200, 'image/webp'])
      expect(await sharp(thumb.bytes).metadata()).toMatchObject({ width: 300, height: 480, format: 'webp' })
      const small = await attach(ada, await aPicture('png', 40, 30), { name: 'dot.png', type: 'image/png' })
      expect([small.width, small.height, small.thumbUrl]).toEqual([40, 30, null])
      expect((await download(ada, `${small.url}?variant=thumb`)).status).toBe(404)
    })

    it('AT3 parts are given as they are asked for', async () => {
      const { url } = await attach(ada, '0123456789')
      const get = async (range: string, more: Record<string, string> = {}) => {
        const { status, headers, bytes } = await download(ada, url, { headers: { Range: range, ...more } })
        return [status, headers.get('Content-Range'), bytes.length < 20 ? bytes.toString() : null]
      }
      expect(await get('bytes=2-5')).toEqual([206, 'bytes 2-5/10', '2345'])
      expect(await get('bytes=7-')).toEqual([206, 'bytes 7-9/10', '789'])
      expect(await get('bytes=-3')).toEqual([206, 'bytes 7-9/10', '789'])
      expect(await get('bytes=0-99')).toEqual([206, 'bytes 0-9/10', '0123456789'])
      expect(await get('bytes=-99')).toEqual([206, 'bytes 0-9/10', '0123456789'])
      for (const whole of ['bytes=5-2', 'bytes=0-1,4-5', 'items=0-1', 'bytes=-', 'bytes=a-b'])
        expect(await get(whole)).toEqual([200, null, '0123456789'])
      expect((await get('bytes=10-'))?.slice(0, 2)).toEqual([416, 'bytes */10'])
      expect((await get('bytes=-0'))?.slice(0, 2)).toEqual([416, 'bytes */10'])
      expect(await get('bytes=2-5', { 'If-Range': '"another"' })).toEqual([200, null, '0123456789'])
    })

    it('AT4 a copy may be kept, and is asked about every time', async () => {
      const { url } = await attach(ada, 'Hello')
      const first = await download(ada, url)
      const etag = first.headers.get('ETag') ?? ''
      expect([first.headers.get('Cache-Control'), etag]).toEqual(['private, no-cache', expect.stringMatching(/^"[\w-]+"$/)])
      const again = await download(ada, url, { headers: { 'If-None-Match': `"x", W/${etag}` } })
      expect([again.status, again.bytes.length]).toEqual([304, 0])
      expect((await download(bob, url, { headers: { 'If-None-Match': etag } })).status).toBe(404)
      const head = await download(ada, url, { method: 'HEAD' })
      expect([head.status, head.headers.get('Content-Length'), head.bytes.length]).toEqual([200, '5', 0])
    })

    it('S116 nobody else sees an upload that nothing refers to, in any form', async () => {
      const attachment = await attach(ada, await aPicture('jpeg'), { name: 'a.jpg', type: 'image/jpeg' })
      const nothing = await bob.call('GET', `/v1/attachments/${unknown}`)
      for (const path of [attachment.url, attachment.thumbUrl]) {
        const refused = await bob.call('GET', path)
        expect([refused.status, { ...refused.body, requestId: '' }]).toEqual([404, { ...nothing.body, requestId: '' }])
        expect((await download(bob, path, { method: 'HEAD' })).status).toBe(404)
        expect((await download(bob, path, { headers: { Range: 'bytes=0-1' } })).status).toBe(404)
        expect((await fetch(app.url + path)).status).toBe(401)
      }
      expect((await ada.call('GET', '/v1/attachments/7')).status).toBe(400)
      expect((await ada.call('GET', `${attachment.url}?variant=large`)).status).toBe(400)
    })

    it('S165 what a browser could run is only ever saved', async () => {
      const script = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
      const page = '<!doctype html><script>alert(1)</script>'
      const kinds = [
        [script, 'a.svg', 'image/svg+xml'],
        [page, 'a.html', 'text/html'],
        [page, 'a.xhtml', 'application/xhtml+xml'],
        ['%PDF-1.7 of sorts', 'a.pdf', 'application/pdf'],
      ] as const
      for (const [content, name, type] of kinds) {
        const { url } = await attach(ada, content, { name, type })
        const { headers } = await download(ada, url)
        expect(headers.get('Content-Type')).toBe(name === 'a.pdf' ? 'application/pdf' : 'application/octet-stream')
        expect(headers.get('Content-Disposition')).toMatch(/^attachment;/)
        expect([headers.get('X-Content-Type-Options'), headers.get('Content-Security-Policy')]).toEqual(['nosniff', 'sandbox'])
      }
      const { url } = await attach(ada, await aPicture('png'), { name: 'a.png', type: 'image/png' })
      const { headers } = await download(ada, url)
      expect(headers.get('Content-Disposition')).toMatch(/^inline;/)
      expect([headers.get('X-Content-Type-Options'), headers.get('Content-Security-Policy')]).toEqual(['nosniff', 'sandbox'])
    })

    it.each([
      ['../../etc/passwd', 'passwd'],
      ['C:\\Users\\ada\\x.txt', 'x.txt'],
      ['\u202egpj.exe', 'gpj.exe'],
      ['Ünïcödé 😀.txt', 'Ünïcödé 😀.txt'],
      [`${'n'.repeat(500)}.txt`, `${'n'.repeat(196)}.txt`],
      ['..', 'file'],
      ["a'b(c)*.txt", "a'b(c)*.txt"],
    ])('S166 S140 the name %j is kept as %j, and told as RFC 6266 has it', async (name, kept) => {
      const attachment = await attach(ada, 'Hello', { name })
      expect(attachment.name).toBe(kept)
      const disposition = (await download(ada, attachment.url)).headers.get('Content-Disposition') ?? ''
      expect(disposition).toMatch(/^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\w%.!~-]+$/)
      expect(decodeURIComponent(disposition.split("''")[1] ?? '')).toBe(kept)
    })
  })

  describe('what is not taken leaves nothing', () => {
    const gif = Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(40)])
    const archive = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)])

    it('S164 a file that is not what it claims to be', async () => {
      const picture = await aPicture('gif', 20, 20)
      const before = await traces()
      const lies: readonly (readonly [string, string, string | Uint8Array])[] = [
        ['a.png', 'image/png', '<html><script>alert(1)</script>'],
        ['a.png', 'application/octet-stream', 'alert(1)'],
        ['a', 'image/jpeg', '#!/bin/sh'],
        ['a.gif', 'image/gif', Buffer.concat([picture, archive])],
        ['a.php.gif', 'image/gif', picture],
        ['a.gif.php', 'image/gif', picture],
        ['invoice.pdf.exe', 'application/octet-stream', 'MZ'],
        ['a.php%00.jpg', 'image/jpeg', await aPicture('jpeg')],
        ['a.jpg', 'image/jpeg', picture],
        ['a.gif', 'image/png', picture],
        ['a.gif', 'image/gif', gif],
        ['a.mp3', 'audio/mpeg', 'not sound'],
        ['a.heic', 'image/heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
        ['a.tiff', 'image/tiff', Buffer.from('II*\0........')],
      ]
      for (const [name, type, content] of lies) {
        const { status, body } = await upload(ada, content, { name, type })
        expect([name, type, status, body.code]).toEqual([name, type, 415, 'unsupported_media_type'])
      }
      expect(await traces()).toEqual(before)
    })

    it('S169 a picture of more pixels than anybody looks at', async () => {
      const before = await traces()
      const began = performance.now()
      const { status } = await upload(ada, aPixelFlood(), { name: 'flood.png', type: 'image/png' })
      expect([status, await traces()]).toEqual([415, before])
      expect(performance.now() - began).toBeLessThan(5_000)
    })

    it('S167 a file of too many bytes, or of none', async () => {
      const before = await traces()
      expect((await upload(ada, Buffer.alloc(mostBytes))).status).toBe(201)
      expect((await upload(ada, Buffer.alloc(mostBytes + 1))).body).toMatchObject({ status: 413, code: 'payload_too_large' })
      expect((await upload(ada, Buffer.alloc(3 * mostBytes))).status).toBe(413)
      expect((await upload(ada, '')).body).toMatchObject({ status: 400, errors: [{ path: 'file', message: 'must not be empty' }] })
      expect(await traces()).toEqual(before.map((count) => count + 1))
    })

    it('S168 a form of anything but one file', async () => {
      const before = await traces()
      const form = (...fields: readonly (readonly [string, string | Blob, string?])[]) => {
        const made = new FormData()
        for (const [name, value, file] of fields) {
          if (typeof value === 'string') made.append(name, value)
          else made.append(name, value, file)
        }
        return made
      }
      const blob = new Blob(['Hello'])
      const wrong = [
        form(),
        form(['file', 'as a field']),
        form(['file[0][a]', blob, 'a.bin']),
        form(['__proto__', blob, 'a.bin']),
        form(['file', blob, 'a.bin'], ['file', blob, 'b.bin']),
        form(['file', blob, 'a.bin'], ['caption', 'Hello']),
        form(['caption', 'Hello'], ['file', blob, 'a.bin']),
        form(...Array.from({ length: 2_000 }, (_, index) => [`f${index}`, 'x'] as const)),
      ]
      for (const one of wrong) expect((await sendForm(ada, one)).status).toBe(400)
      expect(await traces()).toEqual(before)
    })

    it('S168 what is no form, or breaks off in it', async () => {
      const before = await traces()
      const send = async (type: string, body: string) => {
        const headers = { Authorization: `Bearer ${ada.token}`, 'Content-Type': type }
        return (await fetch(`${app.url}/v1/attachments`, { method: 'POST', headers, body })).status
      }
      const part = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\nHello'
      expect(await send('application/json', '{}')).toBe(415)
      expect(await send('multipart/form-data', part)).toBe(400)
      expect(await send('multipart/form-data; boundary=other', `${part}\r\n--b--\r\n`)).toBe(400)
      expect(await send('multipart/form-data; boundary=b', part)).toBe(400)
      expect(await send('multipart/form-data; boundary=b', '')).toBe(400)
      expect(await send('multipart/form-data; boundary=b', `--b\r\n${'X: y\r\n'.repeat(5_000)}\r\n`)).toBe(400)
      expect(await send('multipart/form-data; boundary=b', `${part}\r\n--b--\r\n`)).toBe(201)
      expect(await traces()).toEqual(before.map((count) => count + 1))
    })

    it('S167 what its sender breaks off, whatever they had announced', async () => {
      const before = await traces()
      const openFiles = async () => (await readdir('/proc/self/fd')).length
      const descriptors = await openFiles()
      for (const name of ['a.bin', 'a.jpg', 'a.bin', 'a.jpg', 'a.bin', 'a.jpg']) {
        const socket = connect(app.parley.port, '127.0.0.1')
        const content = name === 'a.jpg' ? (await aPicture('jpeg', 800, 800)).subarray(0, 2_000) : Buffer.alloc(5_000)
        socket.write(
          `POST /v1/attachments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ada.token}\r\nContent-Length: 200000\r\n` +
            'Content-Type: multipart/form-data; boundary=b\r\n\r\n' +
            `--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`,
        )
        socket.write(content)
        await until('the upload was under way', async () => (await rows()) > (before[1] ?? 0))
        socket.destroy()
        await until('nothing was left of it', async () => JSON.stringify(await traces()) === JSON.stringify(before))
      }
      expect(await openFiles()).toBeLessThan(descriptors + 6)
    })
  })

  describe('in messages', () => {
    const send = (person: Person, chatId: string, body: Json) =>
      person.call('POST', `/v1/chats/${chatId}/messages`, { clientId: randomUUID(), ...body })
    const status = async (person: Person, path: string) => (await download(person, path)).status

    it('S172 a file is sent by its uploader, once, where they may write', async () => {
      const [group, foreign] = [await ada.createGroup('Files', bob), await bob.createGroup('Without ada')]
      const attachment = await attach(ada, 'Hello', { name: 'a.txt' })
      expect((await send(bob, group.id, { attachmentIds: [attachment.id] })).body).toMatchObject({ status: 404, code: 'not_found' })
      expect((await send(ada, foreign.id, { attachmentIds: [attachment.id] })).status).toBe(404)
      expect((await send(ada, group.id, { attachmentIds: [unknown] })).status).toBe(404)
      const sent = await send(ada, group.id, { attachmentIds: [attachment.id] })
      expect([sent.status, sent.body.text, sent.body.attachments]).toEqual([201, null, [attachment]])
      expect((await send(ada, group.id, { attachmentIds: [attachment.id] })).status).toBe(404)
      const own = await attach(bob, 'Once')
      const answers = await Promise.all(Array.from({ length: 5 }, () => send(bob, group.id, { attachmentIds: [own.id] })))
      expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1)
      expect(answers.filter((answer) => answer.status === 404)).toHaveLength(4)
    })

    it('S113 S116 S119 who may see the message sees the file, thumbnail, HEAD and part of it, and only as long', async () => {
      const eve = await Person.signUp(app.url, 'eve')
      const group = await ada.createGroup('Pictures', bob)
      await ada.expect(200, 'PATCH', `/v1/chats/${group.id}`, { history: 'since_joining' })
      const { id, url, thumbUrl } = await attach(ada, await aPicture('jpeg'), { name: 'a.jpg', type: 'image/jpeg' })
      await send(ada, group.id, { attachmentIds: [id] })
      const seen = async (person: Person) =>
        Promise.all([
          status(person, url),
          status(person, thumbUrl),
          download(person, url, { method: 'HEAD' }).then((head) => head.status),
          download(person, url, { headers: { Range: 'bytes=0-9' } }).then((part) => part.status),
        ])
      expect(await seen(ada)).toEqual([200, 200, 200, 206])
      expect(await seen(bob)).toEqual([200, 200, 200, 206])
      expect(await seen(eve)).toEqual([404, 404, 404, 404])
      await ada.expect(201, 'POST', `/v1/chats/${group.id}/members`, { userId: eve.id })
      expect(await seen(eve)).toEqual([404, 404, 404, 404])
      await ada.expect(204, 'DELETE', `/v1/chats/${group.id}/members/${bob.id}`)
      expect(await seen(bob)).toEqual([404, 404, 404, 404])
    })

    it('AT4 AT7 a file is gone with its message or its chat, and its bytes an hour later, unless a forward has them', async () => {
      const [group, other] = [await ada.createGroup('Going', bob), await ada.createGroup('Staying')]
      const files = [await attach(ada, 'One'), await attach(ada, 'Two'), await attach(ada, 'Three')]
      const [deleted, forwarded] = [
        (await send(ada, group.id, { attachmentIds: [files[0].id] })).body,
        (await send(ada, group.id, { attachmentIds: [files[1].id] })).body,
      ]
      const copy = (await send(ada, other.id, { forwardOf: { chatId: group.id, messageId: forwarded.id } })).body.attachments[0]
      expect(copy).toEqual({ ...files[1], id: copy.id, url: `/v1/attachments/${copy.id}` })
      const before = await keptFiles()
      await ada.expect(204, 'DELETE', `/v1/chats/${group.id}/messages/${deleted.id}`)
      expect(await status(ada, files[0].url)).toBe(404)
      await ada.expect(204, 'DELETE', `/v1/chats/${group.id}`)
      expect([await status(ada, files[1].url), await status(ada, copy.url)]).toEqual([404, 200])
      await collect()
      expect(await keptFiles()).toBe(before)
      await app.query("UPDATE loose_blobs SET since = since - interval '61 minutes'")
      await app.query("UPDATE attachments SET created_at = created_at - interval '25 hours' WHERE id = $1", [files[2].id])
      await collect()
      expect(await keptFiles()).toBe(before - 1)
      expect([await status(ada, copy.url), await status(ada, files[2].url)]).toEqual([200, 404])
      await app.query("UPDATE loose_blobs SET since = since - interval '61 minutes'")
      await collect()
      expect(await keptFiles()).toBe(before - 2)
      expect((await download(ada, copy.url)).bytes.toString()).toBe('Two')
    })
  })

  it('S171 takes no more files of one person than they may keep, however many come at once', async () => {
    const eve = await Person.signUp(app.url, 'eve')
    const before = await traces()
    const answers = await Promise.all(Array.from({ length: 95 }, (_, index) => upload(eve, `File ${index}`)))
    const codes = answers.map(({ status, body }) => (status === 201 ? 'taken' : body.code))
    expect(codes.filter((code) => code === 'taken')).toHaveLength(80)
    expect(codes.filter((code) => code === 'quota_exceeded')).toHaveLength(15)
    expect(await traces()).toEqual(before.map((count) => count + 80))
    expect((await upload(bob, 'Another person has room')).status).toBe(201)
  }, 60_000)
})

requires('postgres')('the room that one person has', () => {
  let app: TestApp

  beforeAll(async () => {
    app = await startTestApp({ settings: { ATTACHMENT_MAX_BYTES: '1000', ATTACHMENT_QUOTA_BYTES: '5500' } })
  }, 60_000)
  afterAll(() => app?.close())

  it('S171 is filled to its last byte, and takes not one more', async () => {
    const eve = await Person.signUp(app.url, 'eve')
    const files = [...Array<number>(5).fill(900), 1_000]
    for (const size of files) expect([size, (await upload(eve, Buffer.alloc(size))).status]).toEqual([size, 201])
    const { status, body } = await upload(eve, Buffer.alloc(1))
    expect([status, body.code]).toEqual([409, 'quota_exceeded'])
  })

  it('S171 is not exceeded by a byte, however many come at once', async () => {
    const ada = await Person.signUp(app.url, 'ada')
    await Promise.all(Array.from({ length: 20 }, () => upload(ada, Buffer.alloc(900))))
    const kept = async () =>
      Number((await app.query('SELECT coalesce(sum(size), 0) AS n FROM attachments WHERE owner_id = $1', [ada.id]))[0]?.['n'])
    expect(await kept()).toBeGreaterThan(0)
    expect(await kept()).toBeLessThanOrEqual(5_500)
    const left = async (): Promise<Json> => (await upload(ada, Buffer.alloc(900))).status
    while ((await left()) === 201) expect(await kept()).toBeLessThanOrEqual(5_500)
    expect(await kept()).toBe(5_400)
  })
})
