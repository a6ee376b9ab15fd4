import { writeFile } from 'node:fs/promises'
import { makeCluster } from '../dist/src/adapters/prisma/embedded.js'

// An empty PostgreSQL cluster, so that a first start unpacks one and need not make it.
await writeFile(new URL('../dist/cluster.tar.gz', import.meta.url), new Uint8Array(await (await makeCluster()).arrayBuffer()))
