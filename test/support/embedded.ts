import { randomUUID } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { access, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../../src/adapters/prisma/database.js'
import { makeSnapshot, openInMemory } from '../../src/adapters/prisma/embedded.js'
import { fingerprint } from './postgres.js'

/** A migrated embedded database in memory, from a snapshot that the machine's first test run leaves for the later ones. */
export async function openEmbeddedForTest(): Promise<Database> {
  const file = join(tmpdir(), `parley-embedded-${fingerprint()}.tar.gz`)
  try {
    await access(file)
  } catch {
    const draft = `${file}.${randomUUID()}`
    await writeFile(draft, new Uint8Array(await (await makeSnapshot()).arrayBuffer()))
    // Whole or not at all, though several workers make it at once.
    await rename(draft, file)
  }
  return openInMemory(await openAsBlob(file))
}
