import { ContainerModule } from 'inversify'
import { JwtFileLinks } from '../../adapters/jwt/jwt-file-links.js'
import type { PrismaClient } from '../../adapters/prisma/database.js'
import { PrismaAttachmentRepository } from '../../adapters/prisma/prisma-attachment-repository.js'
import { SharpPictureRewriter } from '../../adapters/sharp/sharp-picture-rewriter.js'
import { SessionCache } from '../../application/accounts/session-cache.js'
import { CollectFiles } from '../../application/attachments/collect-files.js'
import { FileKeeper } from '../../application/attachments/file-keeper.js'
import { LinkAttachment } from '../../application/attachments/link-attachment.js'
import { OpenAttachment } from '../../application/attachments/open-attachment.js'
import { OpenLinkedAttachment } from '../../application/attachments/open-linked-attachment.js'
import { UploadAttachment } from '../../application/attachments/upload-attachment.js'
import type { AttachmentRepository } from '../../application/ports/attachment-repository.js'
import type { BlobStore } from '../../application/ports/blob-store.js'
import type { Clock } from '../../application/ports/clock.js'
import type { FileLinks } from '../../application/ports/file-links.js'
import type { IdGenerator } from '../../application/ports/id-generator.js'
import type { PictureRewriter } from '../../application/ports/picture-rewriter.js'
import type { Config } from '../config.js'
import type { SigningKey } from '../key-settings.js'
import { T } from '../tokens.js'

const limitsOf = ({ attachmentMaxBytes, attachmentQuotaBytes, attachmentQuotaFiles }: Config) => ({
  fileBytes: attachmentMaxBytes,
  quota: { bytes: attachmentQuotaBytes, files: attachmentQuotaFiles },
})

/** Files: taken in, shown to who may see them, and removed once nothing refers to them. */
export const attachmentsModule = new ContainerModule(({ bind }) => {
  bind(T.AttachmentRepository).toResolvedValue((prisma: PrismaClient) => new PrismaAttachmentRepository(prisma), [T.Prisma])
  bind(T.PictureRewriter).toResolvedValue(() => new SharpPictureRewriter(), [])
  bind(FileKeeper).toResolvedValue(
    (blobs: BlobStore, pictures: PictureRewriter) => new FileKeeper(blobs, pictures),
    [T.BlobStore, T.PictureRewriter],
  )
  bind(UploadAttachment).toResolvedValue(
    (attachments: AttachmentRepository, keeper: FileKeeper, ids: IdGenerator, clock: Clock, config: Config) =>
      new UploadAttachment(attachments, keeper, ids, clock, limitsOf(config)),
    [T.AttachmentRepository, FileKeeper, T.IdGenerator, T.Clock, T.Config],
  )
  bind(OpenAttachment).toResolvedValue(
    (attachments: AttachmentRepository, blobs: BlobStore) => new OpenAttachment(attachments, blobs),
    [T.AttachmentRepository, T.BlobStore],
  )
  bind(T.FileLinks).toResolvedValue(
    (keys: readonly SigningKey[], clock: Clock) => new JwtFileLinks({ keys, issuer: 'parley' }, clock),
    [T.SigningKeys, T.Clock],
  )
  bind(LinkAttachment).toResolvedValue(
    (attachments: AttachmentRepository, links: FileLinks) => new LinkAttachment(attachments, links),
    [T.AttachmentRepository, T.FileLinks],
  )
  bind(OpenLinkedAttachment).toResolvedValue(
    (links: FileLinks, sessions: SessionCache, open: OpenAttachment) => new OpenLinkedAttachment(links, sessions, open),
    [T.FileLinks, SessionCache, OpenAttachment],
  )
  bind(CollectFiles).toResolvedValue(
    (attachments: AttachmentRepository, blobs: BlobStore, clock: Clock) => new CollectFiles(attachments, blobs, clock),
    [T.AttachmentRepository, T.BlobStore, T.Clock],
  )
})
