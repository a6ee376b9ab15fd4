import { expect, it } from '@jest/globals'
import { openPostgres } from '../../../src/adapters/prisma/client.js'
import { PrismaMailOutbox } from '../../../src/adapters/prisma/prisma-mail-outbox.js'
import { parseEmail } from '../../../src/domain/email.js'
import { mailOutboxContract } from '../../contracts/mail-outbox.contract.js'
import { onDatabases } from '../../support/on-databases.js'
import { createTestDatabase } from '../../support/postgres.js'
import { requires } from '../../support/requires.js'

onDatabases(mailOutboxContract, (prisma) => new PrismaMailOutbox(prisma))

requires('postgres')('PrismaMailOutbox', () => {
  it('S41 keeps nothing of a mail that was sent', async () => {
    const { url, drop } = await createTestDatabase()
    const { prisma, close } = openPostgres(url)
    const outbox = new PrismaMailOutbox(prisma)
    const [id, createdAt] = ['60000000-0000-7000-8000-000000000001', new Date('2030-01-01')]
    const words = { subject: 'verify', text: 'text?token=secret', html: '<a href="?token=secret">' }
    await outbox.add({ id, to: parseEmail('ada@example.com'), ...words, createdAt }, false)
    expect(JSON.stringify(await prisma.mail.findMany())).toContain('secret')
    await outbox.markSent(id)
    expect(await prisma.mail.findMany()).toEqual([])
    await close()
    await drop()
  })
})
