import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openEmbedded } from '../../../src/adapters/prisma/embedded.js'
import { Unavailable } from '../../../src/domain/errors.js'
import { makeGroup, makeUsers, send } from '../../contracts/world.js'
import { openCluster } from '../../support/embedded.js'
import { prismaStorage } from '../../support/prisma-storage.js'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-embedded-'))
})

afterAll(() => rmSync(folder, { recursive: true }))

describe('the embedded database', () => {
  it('makes its directory, keeps what it was given, and is open once at a time', async () => {
    const dataDir = join(folder, 'made', 'on demand')
    const first = await openEmbedded(dataDir)
    expect((await first.migrate()).length).toBeGreaterThan(0)
    const storage = prismaStorage(first.prisma)
    const [owner] = await makeUsers(storage, 1)
    if (owner === undefined) throw new Error('no user')
    const chat = await makeGroup(storage, [owner])
    const message = await send(storage, chat.id, owner)
    await expect(openEmbedded(dataDir)).rejects.toThrow(`The database in ${dataDir} is in use by process ${process.pid}`)
    await first.close()
    await expect(first.ping()).rejects.toBeInstanceOf(Unavailable)
    expect(existsSync(join(dataDir, 'postgres.lock'))).toBe(false)

    const second = await openEmbedded(dataDir)
    expect(await second.migrate()).toEqual([])
    expect(await prismaStorage(second.prisma).messages.findForMember(chat.id, message.id, owner.id)).toEqual(message)
    await second.close()
  }, 60_000)

  it('starts from a cluster, and starts over where a first start was killed', async () => {
    const dataDir = join(folder, 'killed')
    mkdirSync(join(dataDir, 'postgres'), { recursive: true })
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '18\n')
    writeFileSync(join(dataDir, 'postgres.unfinished'), '')
    for (const applied of [true, false]) {
      const database = await openEmbedded(dataDir, await openCluster())
      expect((await database.migrate()).length > 0).toBe(applied)
      await database.close()
      expect(existsSync(join(dataDir, 'postgres.unfinished'))).toBe(false)
    }
  }, 60_000)

  it('refuses a directory that another version wrote, and lets go of it', async () => {
    const marked = mkdtempSync(join(folder, 'old-'))
    writeFileSync(join(marked, 'postgres.version'), '17\n')
    await expect(openEmbedded(marked)).rejects.toThrow('was written by PostgreSQL 17; this program embeds 18')
    expect(existsSync(join(marked, 'postgres.lock'))).toBe(false)
  })
})
