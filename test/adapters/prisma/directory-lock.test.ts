import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { lockDirectory } from '../../../src/adapters/prisma/directory-lock.js'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-lock-'))
  file = join(folder, 'postgres.lock')
})

afterEach(() => rmSync(folder, { recursive: true }))

describe('a lock of a directory', () => {
  it('is had by one at a time, and names its holder', () => {
    const unlock = lockDirectory(file, 'The database')
    expect(() => lockDirectory(file, 'The database')).toThrow(`The database is in use by process ${process.pid}`)
    unlock()
    expect(readdirSync(folder)).toEqual([])
    lockDirectory(file, 'The database')()
  })

  it('is taken over from a process that was killed', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'])
    await once(child, 'spawn')
    writeFileSync(file, JSON.stringify({ pid: child.pid, born: 'x' }))
    child.kill('SIGKILL')
    await once(child, 'exit')
    lockDirectory(file, 'The database')()
    expect(existsSync(file)).toBe(false)
  })

  it('is taken over from a process whose id another one has now', () => {
    writeFileSync(file, JSON.stringify({ pid: process.pid, born: 'another time' }))
    const unlock = lockDirectory(file, 'The database')
    expect(readFileSync(file, 'utf8')).not.toContain('another time')
    unlock()
  })

  it.each(['', 'nonsense', '{}', 'null', '{"pid":"1","born":""}'])('is taken over from a file that says nothing: %j', (content) => {
    writeFileSync(file, content)
    const unlock = lockDirectory(file, 'The database')
    expect(() => lockDirectory(file, 'The database')).toThrow('in use')
    unlock()
  })

  it('gives back nothing but its own', () => {
    const unlock = lockDirectory(file, 'The database')
    writeFileSync(file, JSON.stringify({ pid: 1, born: '' }))
    unlock()
    expect(existsSync(file)).toBe(true)
  })
})
