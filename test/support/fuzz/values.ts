import fc from 'fast-check'
import type { Json } from '../client.js'

/** What there is in the world of a test at the moment, by the names that fields and parameters have for it: most ids that are sent are of something real. */
export type Real = Record<string, readonly unknown[]>

/** Values that fit a JSON Schema of those that our documents hold. */
export function valuesOf(schema: Json, real: Real, name = ''): fc.Arbitrary<unknown> {
  const made = madeOf(schema, real, name)
  if (real[name] === undefined || schema.type === 'array') return made
  const known = fc.nat(1_000).map((at) => real[name]?.[at % real[name].length])
  return fc.oneof({ weight: 3, arbitrary: known }, made)
}

function madeOf(schema: Json, real: Real, name: string): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices: Json[] | undefined = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map((choice) => valuesOf(choice, real, name)))
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type: string) => valuesOf({ ...schema, type }, real, name)))
  switch (schema.type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.oneof(fc.nat(Math.min(schema.maximum ?? 20, 20)), fc.integer(bounds(schema)))
    case 'string':
      return textOf(schema)
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}, real, name), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 5, 5),
      })
    case 'object':
      return objectOf(schema, real)
    default:
      return fc.jsonValue()
  }
}

const bounds = ({ minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER }: Json) => ({ min: minimum, max: maximum })

function textOf({ format, pattern, minLength = 0, maxLength = 50 }: Json): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid()
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString())
  if (format === 'email') return fc.emailAddress()
  if (pattern) return fc.stringMatching(new RegExp(pattern, 'u'))
  const length = { minLength, maxLength: Math.min(maxLength, Math.max(50, minLength)) }
  return fc.oneof(fc.string(length), fc.string({ unit: 'grapheme', ...length }), fc.string({ unit: 'binary', ...length }))
}

function objectOf({ properties = {}, required = [] }: Json, real: Real): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, schema]) => [name, valuesOf(schema, real, name)] as const)
  return fc.record(Object.fromEntries(fields), { requiredKeys: required })
}
