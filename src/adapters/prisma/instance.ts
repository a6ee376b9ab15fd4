import type { PrismaClient } from '../../generated/prisma/client.js'

/** The id of this installation, made with its database: nodes of one database find each other by it on a shared Redis. */
export const readInstanceId = async (prisma: PrismaClient): Promise<string> => (await prisma.instance.findFirstOrThrow()).id
