import { randomUUID } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { access, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../../src/adapters/prisma/database.js'
import { makeCluster, openInMemory } from '../../src/adapters/prisma/embedded.js'

const { dependencies } = createRequire(import.meta.url)('../../package.json') as { dependencies: Record<string, string> }

/** A migrated embedded database in memory, from a cluster that the machine's first test run leaves for the later ones. */
export async function openEmbeddedForTest(): Promise<Database> {
  const database = await openInMemory(await openCluster())
  await database.migrate()
  return database
}

export async function openCluster(): Promise<Blob> {
  const file = join(tmpdir(), `parley-cluster-${dependencies['@electric-sql/pglite']}.tar.gz`)
  try {
    await access(file)
  } catch {
    const draft = `${file}.${randomUUID()}`
    await writeFile(draft, new Uint8Array(await (await makeCluster()).arrayBuffer()))
    // Whole or not at all, though several workers make it at once.
    await rename(draft, file)
  }
  return openAsBlob(file)
}
