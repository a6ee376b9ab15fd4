import type { RawFrame } from '../history.js'

const columns = 6
const absent = -1

/** Frames by the million: their numbers in one array, their names once. */
export class FrameLog implements Iterable<RawFrame> {
  #numbers = new Float64Array(columns * 1_024)
  #count = 0
  readonly #names: string[] = []
  readonly #indexes = new Map<string, number>()
  readonly #marks = new Map<number, NonNullable<RawFrame['me']>>()

  get size(): number {
    return this.#count
  }

  add({ at, socket, type, chatId, seq, number, me }: RawFrame): void {
    const start = this.#count * columns
    if (start === this.#numbers.length) {
      const larger = new Float64Array(2 * this.#numbers.length)
      larger.set(this.#numbers)
      this.#numbers = larger
    }
    const values = [at, socket, this.#index(type), chatId === null ? absent : this.#index(chatId), seq ?? absent, number ?? absent]
    this.#numbers.set(values, start)
    if (me) this.#marks.set(this.#count, me)
    this.#count += 1
  }

  clear(): void {
    this.#count = 0
    this.#marks.clear()
  }

  *[Symbol.iterator](): Iterator<RawFrame> {
    for (let place = 0; place < this.#count; place += 1) {
      const start = place * columns
      const [at = 0, socket = 0, type = 0, chatId = absent, seq = absent, number = absent] = this.#numbers.subarray(start, start + columns)
      yield {
        at,
        socket,
        type: this.#names[type] ?? '',
        chatId: chatId === absent ? null : (this.#names[chatId] ?? null),
        seq: seq === absent ? null : seq,
        number: number === absent ? null : number,
        me: this.#marks.get(place) ?? null,
      }
    }
  }

  #index(name: string): number {
    const known = this.#indexes.get(name)
    if (known !== undefined) return known
    this.#indexes.set(name, this.#names.push(name) - 1)
    return this.#names.length - 1
  }
}
