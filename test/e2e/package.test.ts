import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Consumer, createConsumer } from '../support/packed-package.js'

describe('the package, installed alone in an empty project', () => {
  let consumer: Consumer

  beforeAll(async () => {
    consumer = await createConsumer()
  }, 120_000)
  afterAll(() => consumer.remove())

  it('holds what is built, the migrations and the licence, and nothing of the workshop', () => {
    expect(consumer.files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'package.json',
        'dist/src/index.js',
        'dist/src/index.d.ts',
        'dist/src/main/cli.js',
        'dist/test/contracts/index.js',
        'prisma/migrations/20261122000000_init/migration.sql',
      ]),
    )
    expect(consumer.files.filter((path) => !/^(dist\/(src|web|client|test\/contracts)\/|prisma\/migrations\/|[^/]+$)/.test(path))).toEqual(
      [],
    )
    expect(consumer.files.filter((path) => /tsbuildinfo|\.test\.|\.env/.test(path))).toEqual([])
    expect(consumer.packedBytes).toBeLessThan(4_000_000)
  })

  it('embeds the core with memory adapters: two people, a group, messages sent and paged back', async () => {
    await consumer.copy('embed.ts', 'docs/examples/embed.ts')
    await consumer.compile()
    const output = (await consumer.start('embed.js')).trim().split('\n')
    expect(output.filter((line) => line.includes('message.created'))).toHaveLength(2)
    expect(output.slice(-2)).toEqual(['1. Ahoy!', '2. Aye.'])
  }, 60_000)

  it('does what the README says', async () => {
    const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(await readFile('README.md', 'utf8')) ?? []
    const [, printed] = /console\.log.*\/\/ (.*)\n$/.exec(example) ?? []
    await consumer.write('readme.ts', example)
    await consumer.compile()
    expect(await consumer.start('readme.js')).toBe(`${printed}\n`)
  }, 60_000)

  it('types the core: a port left out, or one that does not fit, does not compile', async () => {
    await consumer.write('wrong.ts', "import { createChatCore } from 'parley'\ncreateChatCore({ clock: { now: () => 0 } })\n")
    await expect(consumer.compile()).rejects.toThrow(/wrong\.ts.*error TS/)
    await consumer.write('wrong.ts', 'export {}\n')
  }, 60_000)

  it('offers the contracts to whatever runs tests there', async () => {
    await consumer.write(
      'contracts.mjs',
      `import { createInMemoryStorage } from 'parley/adapters/memory/in-memory-storage'
       import { messageRepositoryContract } from 'parley/testing'
       const storage = createInMemoryStorage({ now: () => new Date() })
       for (const rule of messageRepositoryContract.rules) await rule.check(storage)
       console.log(messageRepositoryContract.port, 'keeps', new Set(messageRepositoryContract.rules.map((rule) => rule.id)).size, 'rules')`,
    )
    expect(await consumer.start('contracts.mjs')).toMatch(/^MessageRepository keeps \d+ rules\n$/)
  }, 60_000)

  it('has the client for other front ends and bots, which needs nothing but what every runtime has', async () => {
    await consumer.write(
      'bot.ts',
      `import { ParleyClient } from 'parley/client'
       const client = new ParleyClient({ url: 'http://127.0.0.1:1', carrier: 'body' })
       client.session.login('bot@example.com', 'secret').catch((error: Error) => console.log(error.message))`,
    )
    await consumer.compile()
    expect(await consumer.start('bot.js')).toContain('The server cannot be reached.')
  }, 60_000)

  it('gives nothing else away', async () => {
    await consumer.write('deep.mjs', "await import('parley/dist/src/main/cli.js')\n")
    await expect(consumer.start('deep.mjs')).rejects.toThrow(/ERR_PACKAGE_PATH_NOT_EXPORTED/)
  })
})
