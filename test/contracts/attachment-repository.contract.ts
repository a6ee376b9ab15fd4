import assert from 'node:assert/strict'
import type { Quota, Reservation } from '../../src/application/ports/attachment-repository.js'
import { QuotaExceeded, Unavailable } from '../../src/domain/errors.js'
import type { AttachmentId, BlobKey, ChatId } from '../../src/domain/ids.js'
import type { Message } from '../../src/domain/messages/message.js'
import type { User } from '../../src/domain/user.js'
import type { Contract } from './contract.js'
import type { Storage } from './storage.js'
import { amend, join, later, leave, makeGroup, makeUsers, send, someTime, unknownId, uploadFile } from './world.js'

const plenty: Quota = { files: 1_000, bytes: 1_000_000 }
const soon = () => new Date(Date.now() + 60_000)

const reservationOf = (owner: User, changes: Partial<Reservation> = {}): Reservation => ({
  ownerId: owner.id,
  blob: unknownId<BlobKey>(),
  thumbBlob: unknownId<BlobKey>(),
  bytes: 100,
  at: someTime,
  ...changes,
})

const sees = async (storage: Storage, user: User, { id }: { id: AttachmentId }) => (await storage.attachments.findFor(id, user.id)) !== null

const looseNow = async (storage: Storage): Promise<ReadonlySet<BlobKey>> => new Set(await storage.attachments.looseBlobs(soon(), 10_000))

const bury = (storage: Storage, message: Message) => amend(storage, message, { text: null, attachments: [], deletedAt: later(1_000) })

const deleteChat = (storage: Storage, chatId: ChatId): Promise<void> =>
  storage.unitOfWork.run(async ({ chats }) => {
    await chats.lock(chatId)
    await chats.delete(chatId)
  })

const attempts = async (work: readonly Promise<void>[]) => {
  const settled = await Promise.allSettled(work)
  for (const one of settled) if (one.status === 'rejected') assert.ok(one.reason instanceof QuotaExceeded)
  return settled.filter(({ status }) => status === 'fulfilled').length
}

export const attachmentRepositoryContract: Contract<Storage> = {
  port: 'AttachmentRepository',
  rules: [
    {
      id: 'AF1',
      says: 'lets as many uploads of one person in as have room, however many come at once',
      check: async (storage) => {
        const [ada, bob] = await makeUsers(storage, 2)
        assert.ok(ada && bob)
        const many = (owner: User, count: number, quota: Quota) =>
          attempts(Array.from({ length: count }, () => storage.attachments.reserve(reservationOf(owner), quota)))
        assert.equal(await many(ada, 20, { ...plenty, files: 5 }), 5)
        assert.equal(await many(ada, 3, { ...plenty, bytes: 699 }), 1)
        assert.equal(await many(ada, 1, { ...plenty, bytes: 700 }), 1)
        assert.equal(await many(bob, 2, { files: 1, bytes: 100 }), 1)
      },
    },
    {
      id: 'AF2',
      says: 'puts a file in the place of its reservation, as large as it became',
      check: async (storage) => {
        const [ada] = await makeUsers(storage, 1)
        assert.ok(ada)
        const reservation = reservationOf(ada)
        const room: Quota = { files: 2, bytes: 150 }
        await storage.attachments.reserve(reservation, room)
        await assert.rejects(storage.attachments.reserve(reservationOf(ada), room), QuotaExceeded)
        const { blob } = reservation
        const file = {
          id: unknownId<AttachmentId>(),
          ownerId: ada.id,
          name: 'a',
          type: 'b/c',
          width: null,
          height: null,
          createdAt: someTime,
        }
        await assert.rejects(storage.attachments.add({ ...file, blob, thumbBlob: null, size: 151 }, room), QuotaExceeded)
        await storage.attachments.add({ ...file, blob, thumbBlob: null, size: 50 }, room)
        await storage.attachments.reserve(reservationOf(ada), room)
        const late = { ...file, id: unknownId<AttachmentId>(), blob: unknownId<BlobKey>(), thumbBlob: null, size: 1 }
        await assert.rejects(storage.attachments.add(late, plenty), Unavailable)
        assert.equal(await sees(storage, ada, late), false)
      },
    },
    {
      id: 'AF3',
      says: 'shows a file to its owner, then to those who may see the message that has it, and to nobody else',
      check: async (storage) => {
        const [ada, bob, eve, cat] = await makeUsers(storage, 4)
        assert.ok(ada && bob && eve && cat)
        const file = await uploadFile(storage, ada, { thumbBlob: unknownId<BlobKey>() })
        assert.deepEqual(await storage.attachments.findFor(file.id, ada.id), { ...file, messageId: null, chatId: null })
        assert.equal(await sees(storage, bob, file), false)
        const chat = await makeGroup(storage, [bob, ada], { history: 'since_joining' })
        const message = await send(storage, chat.id, ada, { attachmentIds: [file.id] })
        await join(storage, chat.id, cat)
        const who = async () => Promise.all([ada, bob, eve, cat].map((user) => sees(storage, user, file)))
        assert.deepEqual(await who(), [true, true, false, false])
        assert.deepEqual(await storage.attachments.findFor(file.id, bob.id), { ...file, messageId: message.id, chatId: chat.id })
        await leave(storage, chat.id, ada)
        assert.deepEqual(await who(), [false, true, false, false])
        await bury(storage, message)
        assert.deepEqual(await who(), [false, false, false, false])
        assert.equal(await sees(storage, ada, { id: unknownId() }), false)
      },
    },
    {
      id: 'AF4',
      says: 'forgets old uploads that nothing refers to, and no others',
      check: async (storage) => {
        const [ada] = await makeUsers(storage, 1)
        assert.ok(ada)
        const chat = await makeGroup(storage, [ada])
        const old = new Date('2020-01-01T00:00:00.000Z')
        const [unused, used, recent] = [
          await uploadFile(storage, ada, { createdAt: old }),
          await uploadFile(storage, ada, { createdAt: old }),
          await uploadFile(storage, ada),
        ]
        await send(storage, chat.id, ada, { attachmentIds: [used.id] })
        assert.equal(await storage.attachments.forgetUnused(old), 0)
        assert.equal(await storage.attachments.forgetUnused(new Date('2020-01-02T00:00:00.000Z')), 1)
        const seen = await Promise.all([unused, used, recent].map((file) => sees(storage, ada, file)))
        assert.deepEqual(seen, [false, true, true])
        assert.ok((await looseNow(storage)).has(unused.blob))
      },
    },
    {
      id: 'AF5',
      says: 'knows the blobs that have no file any more, also those that a forward shared, and no others',
      check: async (storage) => {
        const [ada] = await makeUsers(storage, 1)
        assert.ok(ada)
        const [chat, other] = [await makeGroup(storage, [ada]), await makeGroup(storage, [ada])]
        const unfinished = reservationOf(ada)
        await storage.attachments.reserve(unfinished, plenty)
        const [sent, alone] = [await uploadFile(storage, ada, { thumbBlob: unknownId<BlobKey>() }), await uploadFile(storage, ada)]
        const message = await send(storage, chat.id, ada, { attachmentIds: [sent.id] })
        const forward = await send(storage, other.id, ada, { text: null, forwardOf: { chatId: chat.id, messageId: message.id } })
        const keys = [unfinished.blob, unfinished.thumbBlob, sent.blob, sent.thumbBlob as BlobKey, alone.blob]
        const loose = async () => {
          const now = await looseNow(storage)
          return keys.map((key) => now.has(key))
        }
        assert.deepEqual(await loose(), [true, true, false, false, false])
        await bury(storage, message)
        assert.deepEqual(await loose(), [true, true, false, false, false])
        assert.equal(await sees(storage, ada, forward.attachments[0] ?? assert.fail()), true)
        await deleteChat(storage, other.id)
        assert.deepEqual(await loose(), [true, true, true, true, false])
        const ago = new Set(await storage.attachments.looseBlobs(new Date(0), 10_000))
        assert.equal(ago.size, 0)
      },
    },
    {
      id: 'AF6',
      says: 'forgets what is gone, and frees the room that was held for it',
      check: async (storage) => {
        const [ada] = await makeUsers(storage, 1)
        assert.ok(ada)
        const room: Quota = { files: 1, bytes: 100 }
        const reservation = reservationOf(ada)
        await storage.attachments.reserve(reservation, room)
        await storage.attachments.settle([reservation.blob, reservation.thumbBlob, unknownId<BlobKey>()])
        assert.equal((await looseNow(storage)).has(reservation.blob), false)
        await storage.attachments.reserve(reservationOf(ada), room)
      },
    },
  ],
}
