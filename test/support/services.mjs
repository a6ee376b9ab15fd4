import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

// What the tests need beyond Node and npm, looked for once, before the first of them runs; `requires.ts` acts on the answer.

/** Where each is, unless the environment says otherwise. */
export const defaults = {
  TEST_DATABASE_URL: 'postgresql://postgres@127.0.0.1:5432/postgres',
  TEST_REDIS_URL: 'redis://127.0.0.1:6379',
}

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Whether something accepts a connection there within two seconds. */
function answers(url) {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) })
    const done = (answer) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(2_000, () => done(false))
    socket.once('connect', () => done(true))
    socket.once('error', () => done(false))
  })
}

const isOnPath = (program) => (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))

function canMount() {
  const folder = mkdtempSync(join(tmpdir(), 'parley-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Puts into the environment, which the workers inherit, where the services are and which of them are missing. */
export async function findServices() {
  for (const [name, url] of Object.entries(defaults)) process.env[name] ??= url
  process.env['TEST_CHROMIUM'] ??= browsers.find((path) => existsSync(path)) ?? ''
  const present = {
    postgres: await answers(process.env['TEST_DATABASE_URL']),
    redis: await answers(process.env['TEST_REDIS_URL']),
    chromium: existsSync(process.env['TEST_CHROMIUM']),
    // For tests that need a disk of their own, to fill it.
    mount: canMount(),
    // For tests that start servers of their own, to kill them.
    'server binaries': existsSync('/usr/lib/postgresql') && isOnPath('redis-server'),
  }
  process.env['TEST_SERVICES_MISSING'] = Object.keys(present)
    .filter((name) => !present[name])
    .join(',')
}
