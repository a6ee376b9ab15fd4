import fc from 'fast-check'
import type { Json } from '../client.js'

const deep = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth))

/** What never belongs where it stands. */
const hostile = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    2 ** 31,
    2 ** 53 - 1,
    1e308,
    '',
    ' ',
    '0',
    '1e3',
    '\0',
    '\ud800',
    'x\udc00',
    '\u202e\u200b',
    '%',
    '\\',
    "' OR 1=1 --",
  ),
  fc.constantFrom<unknown>([], {}, [[]], { contains: '' }, { not: '' }, { gt: 0 }, { in: [] }, { $ne: null }, { toString: 1 }, deep(500)),
  fc.constantFrom(10_000, 70_000, 300_000).map((length) => 'x'.repeat(length)),
  fc.constantFrom(101, 1_000).map((length) => Array.from({ length }, () => null)),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.jsonValue(),
)

const fieldNames = fc.constantFrom(
  'isAdmin',
  'role',
  'id',
  'userId',
  '__proto__',
  'constructor',
  'toString',
  'a\0',
  '\ud800',
  '',
  'x'.repeat(1_000),
)
const numberTexts = fc.constantFrom('1e400', '-0', '9007199254740993', '1.00000000000000000001', '-1', '1.5', 'NaN', '0x10', '01', '1e3')

type Path = readonly (string | number)[]

/** Every place in a value, its own included. */
function placesIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const parts: readonly (readonly [string | number, unknown])[] = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [path, ...parts.flatMap(([key, part]) => placesIn(part, [...path, key]))]
}

function replaced(value: Json, [key, ...rest]: Path, by: unknown): Json {
  if (key === undefined) return by
  if (Array.isArray(value)) return value.map((part, at) => (at === key ? replaced(part, rest, by) : part))
  return { ...value, [key]: replaced(value[key], rest, by) }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)
const mark = '\u0001mark\u0001'

/** JSON of a value after one thing was done to it that makes it wrong, or at least strange. */
export function spoilt(values: fc.Arbitrary<unknown>): fc.Arbitrary<string | Uint8Array> {
  const at = fc.nat(1_000)
  const somewhere = (value: unknown, place: number) => {
    const places = placesIn(value)
    return places[place % places.length] ?? []
  }
  return fc.oneof(
    fc.tuple(values, at, hostile).map(([value, place, by]) => JSON.stringify(replaced(value, somewhere(value, place), by))),
    fc.tuple(values, at).map(([value, place]) => JSON.stringify(replaced(value, somewhere(value, place), undefined)) ?? ''),
    fc.tuple(values, fieldNames, hostile).map(([value, name, by]) => {
      if (!isObject(value)) return JSON.stringify([value, by])
      return JSON.stringify(Object.fromEntries([...Object.entries(value), [name, by]]))
    }),
    fc.tuple(values, at, numberTexts).map(([value, place, number]) => {
      return JSON.stringify(replaced(value, somewhere(value, place), mark)).replace(JSON.stringify(mark), number)
    }),
    fc.tuple(values, hostile).map(([value, by]) => {
      const [name] = isObject(value) ? Object.keys(value) : []
      return name === undefined ? '{"a":1,"a":2}' : `{${JSON.stringify(name)}:${JSON.stringify(by)},${JSON.stringify(value).slice(1)}`
    }),
    fc.tuple(values, at).map(([value, place]) => {
      const text = JSON.stringify(value)
      return text.slice(0, place % (text.length + 1))
    }),
    fc.tuple(values, at).map(([value, place]) => {
      const bytes = Buffer.from(JSON.stringify(value))
      const cut = place % (bytes.length + 1)
      return new Uint8Array(Buffer.concat([bytes.subarray(0, cut), Buffer.from([0xff, 0xc0]), bytes.subarray(cut)]))
    }),
  )
}

/** Parts of a path and values of a query, as they stand in a URL. */
export const spoiltPart: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '%00',
    '%ff',
    '%',
    '%ud800',
    '..%2f..',
    '1',
    '-1',
    '1.5',
    '0x10',
    '1e3',
    '%201',
    '2147483648',
    'null',
    '',
    '%F0%9F%98%80',
    '%E2%80%AE',
  ),
  fc.constantFrom(
    '00000000-0000-0000-0000-000000000000',
    'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
    'x'.repeat(2_000),
    '%25',
    '%5C',
    '[1]',
    '*',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map(encodeURIComponent),
)
