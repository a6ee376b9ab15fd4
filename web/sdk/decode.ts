/** Takes a value from the wire apart: unknown fields are dropped, a wrong shape throws `Malformed`. */
export type Decoder<T> = (value: unknown) => T
export type Decoded<D> = D extends Decoder<infer T> ? T : never

export class Malformed extends Error {}

type Fields = Readonly<Record<string, Decoder<unknown>>>
type ObjectOf<Required extends Fields, Optional extends Fields> = { readonly [K in keyof Required]: Decoded<Required[K]> } & {
  readonly [K in keyof Optional]?: Decoded<Optional[K]>
}

export const string: Decoder<string> = (value) => {
  if (typeof value !== 'string') throw new Malformed('expected a string')
  return value
}

export const integer: Decoder<number> = (value) => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Malformed('expected an integer')
  return value
}

export const boolean: Decoder<boolean> = (value) => {
  if (typeof value !== 'boolean') throw new Malformed('expected a boolean')
  return value
}

export const nullable =
  <T>(inner: Decoder<T>): Decoder<T | null> =>
  (value) =>
    value === null ? null : inner(value)

/** For a field that an older server does not send. */
export const otherwise =
  <T>(inner: Decoder<T>, value: T): Decoder<T> =>
  (given) =>
    given === undefined ? value : inner(given)

export const oneOf =
  <const Options extends readonly string[]>(...options: Options): Decoder<Options[number]> =>
  (value) => {
    const found = options.find((option) => option === value)
    if (found === undefined) throw new Malformed(`expected one of ${options.join(', ')}`)
    return found
  }

export const array =
  <T>(item: Decoder<T>): Decoder<readonly T[]> =>
  (value) => {
    if (!Array.isArray(value)) throw new Malformed('expected an array')
    return value.map((entry: unknown) => item(entry))
  }

const record = (value: unknown): Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Malformed('expected an object')
  return value as Record<string, unknown>
}

/** A plain object used as a table. A Map, so that no key (`__proto__`) means anything. */
export const table =
  <T>(item: Decoder<T>): Decoder<ReadonlyMap<string, T>> =>
  (value) =>
    new Map(Object.entries(record(value)).map(([key, entry]) => [key, item(entry)]))

export function object<Required extends Fields, Optional extends Fields = Record<never, never>>(
  required: Required,
  optional?: Optional,
): Decoder<ObjectOf<Required, Optional>> {
  return (value) => {
    const source = record(value)
    const entries: [string, unknown][] = Object.entries(required).map(([name, decode]) => [name, decode(source[name])])
    for (const [name, decode] of Object.entries(optional ?? {})) {
      const field = source[name]
      if (field !== undefined) entries.push([name, decode(field)])
    }
    return Object.fromEntries(entries) as ObjectOf<Required, Optional>
  }
}
