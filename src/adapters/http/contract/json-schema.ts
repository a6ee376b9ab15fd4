import { z } from 'zod'

export type JsonSchema = Readonly<Record<string, unknown>>

export interface JsonSchemas<Name extends string> {
  readonly schemas: Readonly<Record<Name, JsonSchema>>
  /** Those with a name of their own (`.meta({ id })`), which the others refer to as `#/components/schemas/…`. */
  readonly components: Readonly<Record<string, JsonSchema>>
}

/** JSON Schema 2020-12, as OpenAPI 3.1 and AsyncAPI 3 have it. `input`: what may be sent; `output`: what is answered. */
export function jsonSchemasOf<Name extends string>(schemas: Readonly<Record<Name, z.ZodType>>, io: 'input' | 'output'): JsonSchemas<Name> {
  const whole = z.toJSONSchema(z.object(schemas), { io })
  const text = JSON.stringify({ schemas: whole.properties, components: whole.$defs ?? {} })
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/'))
}
