import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy'
import type { Request } from 'express'
import { z } from 'zod'
import { ValidationFailed } from '../../../domain/errors.js'
import { HttpError } from '../problem.js'

/** A file on its way in. Who handles it takes its bytes to the end, or returns their iterator. */
export interface IncomingFile {
  /** As the sender calls it: anything. */
  readonly name: string
  readonly type: string
  /** Ends in an error unless the form holds this file and nothing else. */
  readonly bytes: AsyncIterable<Uint8Array>
}

/** The `body` of routes that take one file, as `multipart/form-data`. */
export const fileBody = z.custom<IncomingFile>()

/** What the form may hold besides the file's bytes: its boundaries and headers. */
export const formOverhead = 16 * 1024
/** A sender that is silent for so long has gone. */
const silence = 30_000

export const isForm = (request: Request): boolean => /^multipart\/form-data\b/i.test(request.headers['content-type'] ?? '')

/** Reads a form up to where its file begins. The file is never held: it is read as its bytes are taken. */
export async function readFile(request: Request, mostBytes: number): Promise<IncomingFile> {
  if (!isForm(request)) {
    throw new HttpError('unsupported_media_type', 'Send the file as multipart/form-data.')
  }
  if (Number(request.headers['content-length'] ?? 0) > mostBytes + formOverhead)
    throw new HttpError('payload_too_large', 'The file is too large.')
  const form = new Form(request)
  return form.file()
}

const unreadable = () => new ValidationFailed([{ path: '', message: 'is not a form that can be read to its end' }])

class Form {
  readonly #request: Request
  readonly #parser: BusboyInstance
  /** Rejects with what is wrong with the form, resolves at its end. */
  readonly #ended: Promise<void>
  #fail: (error: Error) => void = () => undefined

  constructor(request: Request) {
    this.#request = request
    this.#parser = parserOf(request)
    this.#ended = new Promise((resolve, reject) => {
      this.#fail = reject
      this.#parser.once('finish', resolve)
    })
    this.#ended.catch(() => this.#stop()).finally(() => request.setTimeout(0))
    this.#parser.on('error', () => this.#fail(unreadable()))
    for (const event of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) this.#parser.on(event, () => this.#fail(oneFileOnly()))
    request.once('close', () => request.complete || this.#fail(unreadable()))
    request.setTimeout(silence, () => request.destroy())
    request.res?.once('finish', () => this.#stop())
    request.pipe(this.#parser)
  }

  async file(): Promise<IncomingFile> {
    const found = new Promise<IncomingFile>((resolve) => {
      this.#parser.once('file', (field, stream, name, _encoding, type) => {
        if (field !== 'file') this.#fail(oneFileOnly())
        this.#ended.catch((error: Error) => stream.destroy(error))
        stream.on('error', () => undefined)
        resolve({ name: name ?? '', type, bytes: this.#bytesOf(stream) })
      })
    })
    const none = this.#ended.then(() => {
      throw new ValidationFailed([{ path: 'file', message: 'is needed' }])
    })
    return Promise.race([found, none])
  }

  async *#bytesOf(stream: BusboyFileStream): AsyncGenerator<Uint8Array> {
    try {
      yield* stream
      await this.#ended
    } catch {
      this.#fail(unreadable())
      // What was wrong first is what comes out.
      await this.#ended
    } finally {
      this.#stop()
    }
  }

  /** Nothing more of it is read; what is still sent is let pass, so that the sender hears the answer. */
  #stop(): void {
    this.#request.unpipe(this.#parser)
    this.#request.resume()
  }
}

const oneFileOnly = () => new ValidationFailed([{ path: '', message: 'takes one field, `file`, and nothing else' }])

function parserOf({ headers }: Request): BusboyInstance {
  try {
    return new Busboy({
      headers: { ...headers, 'content-type': headers['content-type'] ?? '' },
      limits: { files: 1, fields: 0, parts: 1, fieldNameSize: 100, headerPairs: 10, headerSize: 4 * 1024 },
      preservePath: true,
    })
  } catch {
    throw unreadable()
  }
}
