import { execFileSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { PrivatePostgres } from '../prove/cluster/services.js'
import { startTestApp, type TestApp } from '../support/app.js'
import { call, Person } from '../support/client.js'
import { freePort, Program } from '../support/program.js'
import { requires } from '../support/requires.js'
import { until } from '../support/until.js'

/** A disk of so many megabytes, which can be filled to the last byte. */
class SmallDisk {
  readonly folder = mkdtempSync(join(tmpdir(), 'parley-disk-'))

  constructor(megabytes: number) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', this.folder])
  }

  fill(): void {
    const file = openSync(join(this.folder, 'ballast'), 'a')
    try {
      for (const block of [Buffer.alloc(65_536), Buffer.alloc(1)]) while (hasRoomFor(file, block));
    } finally {
      closeSync(file)
    }
  }

  makeRoom(): void {
    rmSync(join(this.folder, 'ballast'))
  }

  remove(): void {
    execFileSync('umount', ['-l', this.folder])
    rmSync(this.folder, { recursive: true })
  }
}

function hasRoomFor(file: number, block: Buffer): boolean {
  try {
    return writeSync(file, block) > 0
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false
    throw error
  }
}

requires(
  'postgres',
  'server binaries',
  'mount',
)('a disk that is full', () => {
  let disk: SmallDisk
  let postgres: PrivatePostgres
  let app: TestApp
  let ada: Person

  beforeAll(async () => {
    disk = new SmallDisk(200)
    postgres = await PrivatePostgres.start(disk.folder)
    app = await startTestApp({ settings: { DATABASE_URL: postgres.url } })
    ada = await Person.signUp(app.url, 'ada')
  }, 90_000)
  afterAll(async () => {
    await app.close()
    postgres.crash()
    disk.remove()
  }, 60_000)

  it('F24 I1 who writes is answered 503, who reads is answered, and room heals it unaided with nothing lost', async () => {
    const { id } = await ada.createGroup('Full')
    const acknowledged: number[] = []
    const send = async () => {
      const message = { clientId: randomUUID(), text: randomBytes(1_900).toString('hex') }
      const { status, body } = await ada.call('POST', `/v1/chats/${id}/messages`, message)
      if (status === 201) acknowledged.push(body.number)
      return status
    }
    expect(await send()).toBe(201)
    disk.fill()
    await until('a message finds no room', async () => {
      const status = await send()
      expect([201, 503]).toContain(status)
      return status === 503
    })
    expect((await ada.call('GET', `/v1/chats/${id}/messages?limit=1`)).status).toBe(200)
    expect((await ada.call('GET', '/v1/chats')).status).toBe(200)
    disk.makeRoom()
    await until('there is room again', async () => (await send()) === 201)
    const { items } = await ada.expect(200, 'GET', `/v1/chats/${id}/messages?after=0&limit=100`)
    const numbers = items.map(({ number }: { number: number }) => number)
    expect(numbers).toEqual(numbers.map((_: number, at: number) => at + 1))
    expect(numbers).toEqual(expect.arrayContaining(acknowledged))
  }, 60_000)

  it('F24 a log whose disk is full stops nothing, and is written again once there is room', async () => {
    const logged = new SmallDisk(1)
    const log = join(logged.folder, 'log')
    const file = openSync(log, 'a')
    const port = await freePort()
    const settings = { PORT: `${port}`, DATABASE_URL: app.databaseUrl, DATA_DIR: app.filesDir, RATE_LIMITS: 'off' }
    const program = new Program(settings, undefined, file)
    try {
      const url = `http://127.0.0.1:${port}`
      const isReady = () => readFileSync(log, 'utf8').includes('Ready:') || program.exitCode !== null
      await until('the program is ready', isReady, 30_000)
      const told = () => readFileSync(log, 'utf8').split('security: sign_in').length
      const failToLogIn = () =>
        call(url, 'POST', '/v1/auth/login', { body: { email: 'nobody@example.com', password: 'is not hers at all' } })
      logged.fill()
      const answers = await Promise.all(Array.from({ length: 30 }, failToLogIn))
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]))
      expect(told()).toBeLessThan(30)
      logged.makeRoom()
      await until('all of it is written', async () => (await failToLogIn()).status === 401 && told() > 30)
      expect(program.exitCode).toBeNull()
    } finally {
      closeSync(file)
      await program.kill('SIGTERM')
      logged.remove()
    }
  }, 60_000)
})
