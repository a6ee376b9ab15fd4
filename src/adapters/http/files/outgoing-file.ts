import { z } from 'zod'
import type { OpenedAttachment } from '../../../application/attachments/open-attachment.js'
import type { ByteRange } from '../../../application/ports/blob-store.js'
import { isShownInline } from '../../../domain/files/media-type.js'
import { HttpError } from '../problem.js'
import type { RequestInfo } from '../route.js'

/** What routes that answer the bytes of a file have as their response. */
export const fileContent = z.custom<undefined>()

/** Answers a file, or the part that was asked for (RFC 9110 §14), or that the caller has it already. */
export async function answerFile(file: OpenedAttachment, tag: string, info: RequestInfo) {
  const etag = `"${tag}"`
  const headers = { ...safeHeaders(file), ETag: etag }
  if (matches(info.header('if-none-match'), etag)) return { status: 304, headers } as const
  const range = file.size === null ? null : rangeOf(info, file.size, etag)
  if (range === null) {
    const length = file.size === null ? {} : { 'Content-Length': String(file.size) }
    return { status: 200, headers: { ...headers, ...length }, bytes: await file.read() } as const
  }
  const part = { 'Content-Range': `bytes ${range.from}-${range.to}/${file.size}`, 'Content-Length': String(range.to - range.from + 1) }
  return { status: 206, headers: { ...headers, ...part }, bytes: await file.read(range) } as const
}

/**
 * Whatever a file holds, it runs nothing here: its type is what we found it to be, it has no origin of its own, and what is no picture, sound
 * or film is only saved. A copy may be kept, and is asked about each time: who has left the chat gets it no more.
 */
const safeHeaders = ({ name, type, size }: OpenedAttachment): Readonly<Record<string, string>> => ({
  'Content-Type': type,
  'Content-Disposition': contentDisposition(isShownInline(type) ? 'inline' : 'attachment', name),
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': 'sandbox',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'private, no-cache',
  'Accept-Ranges': size === null ? 'none' : 'bytes',
})

/** RFC 6266, with the name in UTF-8 for who reads it, and something near in ASCII for others. */
function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const exact = encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${kind}; filename="${plain}"; filename*=UTF-8''${exact}`
}

const matches = (header: string | undefined, etag: string): boolean =>
  header !== undefined && (header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag))

/** One range; several at once, and what is no range of bytes, are answered with the whole. @throws HttpError for one that holds nothing */
function rangeOf(info: RequestInfo, size: number, etag: string): ByteRange | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(info.header('range') ?? '') ?? []
  const condition = info.header('if-range')
  if ((first === '' && last === '') || (condition !== undefined && condition !== etag)) return null
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (first !== '' && last !== '' && Number(last) < Number(first)) return null
  if (from > to) throw new HttpError('range_not_satisfiable', `The file has ${size} bytes.`, { 'Content-Range': `bytes */${size}` })
  return { from, to }
}
