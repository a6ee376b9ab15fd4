import fc from 'fast-check'
import type { Json } from '../client.js'
import { spoilt, spoiltPart } from './spoil.js'
import { type Real, valuesOf } from './values.js'

export interface FuzzedRequest {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly body: string | Uint8Array | undefined
  readonly type: string
}

const types = fc.oneof(
  { weight: 20, arbitrary: fc.constant('application/json') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'text/plain',
      'application/json; charset=utf-16',
      'multipart/form-data',
      'application/x-www-form-urlencoded',
    ),
  },
)

/** These never leave a client: it asks for another path instead, hence for another operation. */
const isResolved = /^(?:\.|%2e){1,2}$/i

/** Requests of an operation: some as the document has them, some with one thing wrong, some with more. */
export function requestsOf(method: string, path: string, operation: Json, real: Real): fc.Arbitrary<FuzzedRequest> {
  const parameters: readonly Json[] = operation.parameters ?? []
  const inPath = parameters.filter((parameter) => parameter.in === 'path')
  const parts: fc.Arbitrary<Readonly<Record<string, string>>> = fc.record(
    Object.fromEntries(inPath.map(({ name, schema }) => [name, partOf(schema, real, name).filter((part) => !isResolved.test(part))])),
  )
  return fc
    .record({
      parts,
      query: queryOf(
        parameters.filter((parameter) => parameter.in === 'query'),
        real,
      ),
      body: bodyOf(operation, real),
      type: types,
    })
    .map(({ parts, query, body, type }) => {
      const bare = path.replace(/\{(\w+)\}/g, (_, name: string) => parts[name] ?? '')
      return {
        method: method.toUpperCase(),
        path: query === '' ? bare : `${bare}?${query}`,
        body: method === 'get' ? undefined : body,
        type,
      }
    })
}

const seldom = <Value>(usual: fc.Arbitrary<Value>, unusual: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: unusual })

const partOf = (schema: Json, real: Real, name: string): fc.Arbitrary<string> =>
  seldom(
    valuesOf(schema, real, name).map((value) => encodeURIComponent(String(value).replace(/\p{Surrogate}/gu, ''))),
    spoiltPart,
  )

function queryOf(parameters: readonly Json[], real: Real): fc.Arbitrary<string> {
  const fields = parameters.map(({ name, schema }) => partOf(schema, real, name).map((value) => `${name}=${value}`))
  const twice = fc
    .tuple(fc.constantFrom('limit', 'cursor', 'query', 'nothing', '__proto__', 'limit[]'), spoiltPart)
    .map(([name, value]) => `${name}=${value}`)
  return seldom(
    fc.tuple(...fields.map((field) => fc.option(field, { nil: '' }))).map((pairs) => pairs.filter(Boolean)),
    fc.array(fc.oneof(twice, ...fields), { maxLength: 4 }),
  ).map((pairs) => pairs.join('&'))
}

function bodyOf({ requestBody }: Json, real: Real): fc.Arbitrary<string | Uint8Array | undefined> {
  const schema = requestBody?.content['application/json']?.schema
  if (!schema) return seldom(fc.constant(undefined), spoilt(fc.jsonValue()))
  const values = valuesOf(schema, real)
  return fc.oneof(
    values.map((value) => JSON.stringify(value)),
    spoilt(values),
  )
}
