import { FileTooLarge } from '../../domain/errors.js'

/** The first bytes, as many as asked for if there are so many, and all of them again as a stream. */
export async function peek(
  bytes: AsyncIterable<Uint8Array>,
  length: number,
): Promise<{ readonly head: Uint8Array; readonly whole: AsyncGenerator<Uint8Array> }> {
  const rest = bytes[Symbol.asyncIterator]()
  const chunks: Uint8Array[] = []
  let size = 0
  while (size < length) {
    const next = await rest.next()
    if (next.done) break
    chunks.push(next.value)
    size += next.value.length
  }
  return { head: joined(chunks), whole: again(chunks, rest) }
}

async function* again(chunks: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

/** Lets bytes pass, counts them, and remembers the last ones. */
export class Passage {
  #size = 0
  #last: Uint8Array[] = []

  get size(): number {
    return this.#size
  }

  /** At least the last so many bytes of all that passed, if there were so many. */
  tail(length: number): Uint8Array {
    return joined(this.#last).subarray(-length)
  }

  /** @throws FileTooLarge in the place of the first chunk that is too much */
  async *of(bytes: AsyncIterable<Uint8Array>, { most, remembered = 0 }: { most: number; remembered?: number }): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      this.#size += chunk.length
      if (this.#size > most) throw new FileTooLarge(`A file may have at most ${most} bytes.`)
      this.#remember(chunk, remembered)
      yield chunk
    }
  }

  #remember(chunk: Uint8Array, length: number): void {
    this.#last.push(chunk)
    let kept = this.#last.reduce((size, one) => size + one.length, 0)
    while (this.#last[0] !== undefined && kept - this.#last[0].length >= length) kept -= this.#last.shift()?.length ?? 0
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0))
  let place = 0
  for (const chunk of chunks) {
    whole.set(chunk, place)
    place += chunk.length
  }
  return whole
}
