import type { PrismaClient } from '../../generated/prisma/client.js'

/** The id of this installation, made with its database: nodes of one database find each other by it on a shared Redis. */
export async function readInstanceId(prisma: PrismaClient): Promise<string> {
  const [row] = await prisma.$queryRaw<{ id: string }[]>`SELECT id FROM instance`
  if (row === undefined) throw notMigrated()
  return row.id
}

interface Pair {
  readonly publicKey: string
  readonly privateKey: string
}

/** The pair that the installation keeps. Of many nodes that start at once, one makes it. */
export async function keptVapidKeys(prisma: PrismaClient, make: () => Pair): Promise<Pair> {
  const made = make()
  const [row] = await prisma.$queryRaw<Pair[]>`
    UPDATE instance SET vapid_public_key = coalesce(vapid_public_key, ${made.publicKey}), vapid_private_key = coalesce(vapid_private_key, ${made.privateKey})
    RETURNING vapid_public_key AS "publicKey", vapid_private_key AS "privateKey"`
  if (row === undefined) throw notMigrated()
  return row
}

const notMigrated = () => new Error('The database has no row of its installation: it was not migrated.')
