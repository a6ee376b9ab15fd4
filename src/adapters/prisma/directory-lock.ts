import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'

interface Holder {
  readonly pid: number
  /** Tells a process from a later one that got the same id; empty where the system does not say. */
  readonly born: string
}

/**
 * Takes a lock file, and answers how to give it back. One left by a process that is gone (killed, power lost) is taken over.
 * @throws Error that names the holder, if it is alive.
 */
export function lockDirectory(file: string, what: string): () => void {
  const mine = JSON.stringify({ pid: process.pid, born: birthOf(process.pid) } satisfies Holder)
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if (tryCreate(file, mine)) return () => giveBack(file, mine)
    const found = tryRead(file)
    if (found === null) continue
    const holder = parse(found)
    if (holder !== null && isAlive(holder)) {
      throw new Error(
        `${what} is in use by process ${holder.pid}: stop that one first, or give this one a directory of its own (DATA_DIR).`,
      )
    }
    removeStale(file, found)
  }
  throw new Error(`${what} could not be locked: ${file} keeps changing.`)
}

function tryCreate(file: string, content: string): boolean {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, content)
  try {
    // A link appears whole or not at all: nobody ever reads a half-written lock.
    linkSync(draft, file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    unlinkSync(draft)
  }
}

function tryRead(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

/** Moves it aside and looks again: if two processes find the same stale lock, the slower must not remove the faster one's new lock. */
function removeStale(file: string, expected: string): void {
  const aside = `${file}.${process.pid}.stale`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  if (readFileSync(aside, 'utf8') !== expected) linkSync(aside, file)
  unlinkSync(aside)
}

function giveBack(file: string, mine: string): void {
  if (tryRead(file) === mine) unlinkSync(file)
}

function parse(content: string): Holder | null {
  try {
    const value: unknown = JSON.parse(content)
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('born' in value)) return null
    return typeof value.pid === 'number' && typeof value.born === 'string' ? { pid: value.pid, born: value.born } : null
  } catch {
    return null
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false
  }
  return holder.born === birthOf(holder.pid)
}

/** When the process began, in ticks since the machine started (Linux: proc(5), field 22 of stat, the 20th after the name). */
function birthOf(pid: number): string {
  const stat = process.platform === 'linux' ? tryRead(`/proc/${pid}/stat`) : null
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

const codeOf = (error: unknown): unknown => (typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined)
