#!/usr/bin/env node
import { resolve } from 'node:path'
import { ConfigError, readConfig } from './config.js'
import { print } from './log.js'
import { startParley } from './parley.js'

const say = (line: string) => print(`${line}\n`)

try {
  const config = readConfig(process.env)
  const parley = await startParley({ ...config, dataDir: resolve(config.dataDir) }, { progress: say })
  if (config.databaseUrl === null) {
    say(
      `Data:  ${resolve(config.dataDir)} (embedded PostgreSQL: survives the death of the process, not a power cut; set DATABASE_URL for production)`,
    )
  }
  if (config.redisUrl !== null && config.s3 === null) {
    say(`Files: ${resolve(config.dataDir, 'attachments')} (every node must see this folder as its own; or set S3_BUCKET)`)
  }
  if (config.smtpUrl === null) say(`Mail:  ${config.publicUrl}/dev/mail (held there: SMTP_URL is not set)`)
  say(`Ready: ${config.publicUrl}`)

  let asked = 0
  const stop = () => {
    asked += 1
    if (asked > 1) process.exit(130)
    say('Closing …')
    parley.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
} catch (error) {
  fail(error)
}

function fail(error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error)
  process.stderr.write(`parley: ${error instanceof ConfigError ? `bad setting: ${reason}` : reason}\n`)
  process.exit(1)
}
