import { z } from 'zod'
import type { LinkAttachment } from '../../../application/attachments/link-attachment.js'
import type { OpenAttachment } from '../../../application/attachments/open-attachment.js'
import type { OpenLinkedAttachment } from '../../../application/attachments/open-linked-attachment.js'
import type { UploadAttachment } from '../../../application/attachments/upload-attachment.js'
import { fileBody } from '../files/incoming-file.js'
import { answerFile, fileContent } from '../files/outgoing-file.js'
import { time } from '../resources/common.js'
import { attachment } from '../resources/messages.js'
import { type Route, route } from '../route.js'
import { attachmentId } from '../schemas.js'

export interface AttachmentUseCases {
  readonly uploadAttachment: UploadAttachment
  readonly openAttachment: OpenAttachment
  readonly linkAttachment: LinkAttachment
  readonly openLinkedAttachment: OpenLinkedAttachment
}

const attachmentParams = z.object({ attachmentId })
const variantQuery = z.strictObject({ variant: z.enum(['file', 'thumb']).default('file') })
const linkQuery = variantQuery.extend({ link: z.string().max(2_048) })
const fileLink = z.strictObject({ url: z.string(), expiresAt: time })

export function attachmentRoutes(
  core: AttachmentUseCases,
  { attachmentMaxBytes }: { readonly attachmentMaxBytes: number },
): readonly Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/attachments',
      summary: 'Uploads a file, in the field `file`, for a message to refer to. One that nothing refers to is gone after a day.',
      access: 'bearer',
      limits: ['upload', 'uploadAccount'],
      body: fileBody,
      bodyLimit: attachmentMaxBytes,
      responses: { 201: attachment },
      problems: ['quota_exceeded'],
      handle: async ({ principal, body: { name, type, bytes } }) => ({
        status: 201,
        body: await core.uploadAttachment.execute({ userId: principal.userId, name, declaredType: type, bytes }),
      }),
    }),
    route({
      method: 'get',
      path: '/v1/attachments/:attachmentId',
      summary: 'A file, or a smaller picture of it: for its uploader until a message refers to it, then for those who may see the message.',
      access: 'bearer',
      params: attachmentParams,
      query: variantQuery,
      responses: { 200: fileContent, 206: fileContent, 304: null },
      problems: ['range_not_satisfiable'],
      handle: async ({ principal, params: { attachmentId: id }, query: { variant }, info }) => {
        const file = await core.openAttachment.execute({ userId: principal.userId, id, variant })
        return answerFile(file, `${id}-${variant}`, info)
      },
    }),
    route({
      method: 'post',
      path: '/v1/attachments/:attachmentId/link',
      summary: 'An address of the file that needs no header: for ten minutes, while the caller is signed in and may see the file.',
      access: 'bearer',
      params: attachmentParams,
      responses: { 200: fileLink },
      handle: async ({ principal: { userId, sessionId }, params: { attachmentId: id } }) => {
        const { link, expiresAt } = await core.linkAttachment.execute({ userId, sessionId, attachmentId: id })
        return { status: 200, body: { url: `/v1/attachments/${id}/content?link=${link}`, expiresAt } }
      },
    }),
    route({
      method: 'get',
      path: '/v1/attachments/:attachmentId/content',
      summary: 'The file that a link is to, or a smaller picture of it.',
      access: 'public',
      params: attachmentParams,
      query: linkQuery,
      responses: { 200: fileContent, 206: fileContent, 304: null },
      problems: ['unauthenticated', 'token_expired', 'not_found', 'range_not_satisfiable'],
      handle: async ({ params: { attachmentId: id }, query: { link, variant }, info }) => {
        const file = await core.openLinkedAttachment.execute({ id, link, variant })
        return answerFile(file, `${id}-${variant}`, info)
      },
    }),
  ]
}
