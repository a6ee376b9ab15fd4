import { expect, it } from '@jest/globals'
import { Pool } from 'pg'
import { cutSilent } from '../../../src/adapters/prisma/silent-connections.js'
import { createEmptyDatabase } from '../../support/postgres.js'
import { requires } from '../../support/requires.js'
import { TcpProxy } from '../../support/tcp-proxy.js'
import { until } from '../../support/until.js'

requires('postgres')('a pool with a limit to silence', () => {
  async function makePool(limit: number) {
    const made = await createEmptyDatabase()
    const proxy = await TcpProxy.to(made.url)
    const pool = new Pool({ connectionString: proxy.url, max: 1 })
    pool.on('error', () => undefined)
    cutSilent(pool, limit)
    return {
      proxy,
      pool,
      close: async () => {
        await pool.end()
        await proxy.close()
        await made.drop()
      },
    }
  }

  it('tells who waits for longer, and is well again on a new connection', async () => {
    const { proxy, pool, close } = await makePool(100)
    await pool.query('SELECT 1')
    proxy.silence()
    await expect(pool.query('SELECT 1')).rejects.toThrow('Query read timeout')
    proxy.heal()
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await close()
  })

  it('tells also who waits on a connection that was silent before, while nobody used it', async () => {
    const { proxy, pool, close } = await makePool(100)
    await pool.query('SELECT 1')
    const since = performance.now()
    await until('twice the limit is over', () => performance.now() - since > 200)
    proxy.silence()
    await expect(pool.query('SELECT 1')).rejects.toThrow('Query read timeout')
    await close()
  })

  it('leaves what nobody uses, and what is longer about its answer than a part of the limit', async () => {
    const { pool, close } = await makePool(200)
    const pid = async () => (await pool.query('SELECT pg_backend_pid() AS pid')).rows[0].pid as number
    const first = await pid()
    await pool.query('SELECT pg_sleep(0.15)')
    const since = performance.now()
    await until('twice the limit is over', () => performance.now() - since > 400)
    expect(await pid()).toBe(first)
    await close()
  })
})
