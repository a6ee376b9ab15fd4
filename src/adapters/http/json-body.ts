import express, { type Request, type RequestHandler, type Response } from 'express'
import { isSafeNumber, parse } from 'lossless-json'
import { HttpError } from './problem.js'

const defaultLimit = 64 * 1024
const jsonType = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const readers = new Map<number, RequestHandler>()

function readerOf(limit: number): RequestHandler {
  const known = readers.get(limit)
  if (known) return known
  const reader = express.raw({ type: () => true, limit })
  readers.set(limit, reader)
  return reader
}

interface Reading {
  /** Bytes that a body may have. */
  readonly limit?: number | undefined
  /** Told how many it has before they are parsed; may refuse them. */
  readonly admit: (bytes: number) => void
}

/**
 * Reads a JSON body strictly: what it would have to guess or change is refused, where `express.json()` takes the last of two
 * equal keys, rounds numbers and replaces bytes that are not UTF-8.
 */
export async function readJsonBody(request: Request, response: Response, { limit = defaultLimit, admit }: Reading): Promise<unknown> {
  if (!jsonType.test(request.headers['content-type'] ?? '')) {
    throw new HttpError('unsupported_media_type', 'Send the body as application/json in UTF-8.')
  }
  const bytes = await readBytes(request, response, limit)
  admit(bytes.length)
  return parseJson(decode(bytes))
}

export const hasBody = (request: Request): boolean =>
  request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0

async function readBytes(request: Request, response: Response, limit: number): Promise<Buffer> {
  if (request.body !== undefined) throw new Error('A body parser has read the request already: mount the API before it.')
  const read = readerOf(limit)
  await new Promise<void>((resolve, reject) => {
    read(request, response, (error?: unknown) => (error ? reject(refusalOf(error)) : resolve()))
  })
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
}

function refusalOf(error: unknown): HttpError {
  const type = error instanceof Error && 'type' in error ? error.type : undefined
  if (type === 'entity.too.large') return new HttpError('payload_too_large', 'The body is too large.', { Connection: 'close' })
  if (type === 'encoding.unsupported') return new HttpError('unsupported_media_type', 'This Content-Encoding is not supported.')
  return new HttpError('malformed_json', 'The body could not be read.', { Connection: 'close' })
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new HttpError('malformed_json', 'The body is not valid UTF-8.')
  }
}

/** @throws HttpError malformed_json for what is not JSON, two different values under one key, or a number that JavaScript cannot hold exactly. */
export function parseJson(text: string): unknown {
  try {
    return asWritten(text) ?? parse(text, undefined, exactNumber)
  } catch (error) {
    const detail = error instanceof SyntaxError ? error.message : 'The body is nested too deeply.'
    throw new HttpError('malformed_json', detail)
  }
}

/** Where it occurs a number may be one that is written as it is read and yet stands for several: from 2 ** 53 on. */
const largeNumber = /\d{16}|\de\+/

/** The value if it would be written as it is read, which loses nothing: what is wrong, or has other spaces, is for the parser that tells. */
function asWritten(text: string): unknown {
  if (largeNumber.test(text)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return JSON.stringify(value) === text ? value : undefined
  } catch {
    return undefined
  }
}

function exactNumber(text: string): number {
  const value = Number(text)
  if (!isSafeNumber(text) || Object.is(value, -0)) throw new SyntaxError(`The number ${text.slice(0, 40)} cannot be represented exactly`)
  return value
}
