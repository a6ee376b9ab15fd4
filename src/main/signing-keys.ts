import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { SigningKey } from './key-settings.js'

const stored = z.array(z.strictObject({ kid: z.string().min(1), secret: z.string().min(32) })).min(1)

/** The keys kept in the data directory, made on the first start, so that sessions outlive a restart. @throws Error if the file is damaged. */
export function keptSigningKeys(dataDir: string): readonly SigningKey[] {
  const file = join(dataDir, 'jwt-keys.json')
  mkdirSync(dataDir, { recursive: true })
  const key = { kid: randomBytes(6).toString('hex'), secret: randomBytes(48).toString('base64url') }
  try {
    writeFileSync(file, JSON.stringify([key]), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const parsed = z
    .string()
    .transform((text) => JSON.parse(text))
    .pipe(stored)
    .safeParse(readFileSync(file, 'utf8'))
  if (!parsed.success) throw new Error(`${file} is damaged: delete it (everyone signs in again), or set JWT_KEYS.`)
  return parsed.data
}
