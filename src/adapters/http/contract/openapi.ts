import { STATUS_CODES } from 'node:http'
import type { z } from 'zod'
import { fileBody } from '../files/incoming-file.js'
import { fileContent } from '../files/outgoing-file.js'
import { problems } from '../problem.js'
import { problem } from '../resources/problem.js'
import type { Route } from '../route.js'
import { type JsonSchema, type JsonSchemas, jsonSchemasOf } from './json-schema.js'
import { tagOf, tags } from './tags.js'

type ProblemCode = keyof typeof problems

const description = `A real-time chat backend. REST carries every command and every read; the WebSocket at \`/v1/ws\` only delivers: its frames are described at [/asyncapi.json](/asyncapi.json).

- Refusals come in this order: too many requests of an address (429), credentials (401), what the caller may not see (404), the request (400, 413, 415), rights (403).
- Request bodies are strict: an unknown field is a 400. Answers may get more fields: ignore those you do not know.
- Every answer carries \`X-Request-Id\`, the caller's own if it is a sane one. Routes with a limit carry \`RateLimit-Limit\`, \`RateLimit-Remaining\` and \`RateLimit-Reset\`; 429 and 503 carry \`Retry-After\`.
- Any route may answer 503 \`unavailable\`, and a method that a path does not take is a 405.`

/** The API as OpenAPI 3.1, made of the table of its routes. */
export function openApiOf(routes: readonly Route[]): JsonSchema {
  const requests = jsonSchemasOf(
    schemasBy(routes, ({ params, query, body }) => ({ params, query, body })),
    'input',
  )
  const answers = jsonSchemasOf({ problem, ...schemasBy(routes, ({ responses }) => responses) }, 'output')
  const paths: Record<string, Record<string, JsonSchema>> = {}
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method]: operationOf(route, requests, answers) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Parley', version: '1', description },
    tags,
    paths,
    components: {
      schemas: { ...requests.components, ...answers.components },
      securitySchemes: {
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'From `POST /v1/auth/login`. Good for 15 minutes; refresh it.',
        },
      },
    },
  }
}

const keyOf = ({ method, path }: Route, part: string | number) => `${method} ${path} ${part}`

function schemasBy(routes: readonly Route[], partsOf: (route: Route) => Readonly<Record<string, z.ZodType | null | undefined>>) {
  return Object.fromEntries(
    routes.flatMap((route) =>
      Object.entries(partsOf(route)).flatMap(([part, schema]) => (isJson(schema) ? [[keyOf(route, part), schema] as const] : [])),
    ),
  )
}

const isJson = (schema: z.ZodType | null | undefined): schema is z.ZodType => !!schema && schema !== fileBody && schema !== fileContent

function operationOf(route: Route, requests: JsonSchemas<string>, answers: JsonSchemas<string>): JsonSchema {
  const body = requests.schemas[keyOf(route, 'body')]
  return {
    operationId: operationIdOf(route),
    tags: [tagOf(route.path)],
    summary: route.summary,
    security: route.access === 'bearer' ? [{ accessToken: [] }] : [],
    parameters: [
      ...parametersOf('path', requests.schemas[keyOf(route, 'params')]),
      ...parametersOf('query', requests.schemas[keyOf(route, 'query')]),
    ],
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    ...(route.body === fileBody ? { requestBody: { required: true, content: { 'multipart/form-data': { schema: formOfOneFile } } } } : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.responses).map(([status, schema]) => [
          status,
          schema === fileContent ? fileResponseOf(status) : responseOf(status, answers.schemas[keyOf(route, status)]),
        ]),
      ),
      ...problemResponsesOf(route),
    },
  }
}

/** Such as `postChatsMessages`, or `getChatsByChatIdMessages` where a parameter tells it from another. */
const operationIdOf = ({ method, path }: Route): string =>
  method +
  path
    .split('/')
    .slice(2)
    .map((part) => (part.startsWith(':') ? `By${capital(part.slice(1))}` : part.split('-').map(capital).join('')))
    .join('')

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

function parametersOf(place: 'path' | 'query', schema: JsonSchema | undefined): readonly JsonSchema[] {
  const { properties = {}, required = [] } = (schema ?? {}) as { properties?: Record<string, JsonSchema>; required?: readonly string[] }
  return Object.entries(properties).map(([name, of]) => ({ name, in: place, required: required.includes(name), schema: of }))
}

const responseOf = (status: string, schema: JsonSchema | undefined): JsonSchema => ({
  description: STATUS_CODES[status],
  ...(schema ? { content: { 'application/json': { schema } } } : {}),
})

const formOfOneFile: JsonSchema = {
  type: 'object',
  properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' } },
  required: ['file'],
  additionalProperties: false,
}

const fileResponseOf = (status: string): JsonSchema => ({ description: STATUS_CODES[status], content: { '*/*': {} } })

function problemResponsesOf(route: Route): JsonSchema {
  const codes = problemCodesOf(route)
  const statuses = new Set(codes.map((code) => problems[code].status))
  return Object.fromEntries([...statuses].map((status) => [status, refusalOf(codes.filter((code) => problems[code].status === status))]))
}

const refusalOf = (codes: readonly ProblemCode[]): JsonSchema => ({
  description: codes.map((code) => `\`${code}\`: ${problems[code].title}.`).join(' '),
  content: {
    'application/problem+json': {
      schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }] },
    },
  },
})

/** What follows from the kind of route, and what it says of itself. */
function problemCodesOf({ access, params, limits = [], method, problems: own = [] }: Route): readonly ProblemCode[] {
  const codes = new Set<ProblemCode>(['validation_failed', 'unavailable', ...own])
  if (method !== 'get') for (const code of ['malformed_json', 'payload_too_large', 'unsupported_media_type'] as const) codes.add(code)
  if (access === 'bearer') for (const code of ['unauthenticated', 'token_expired'] as const) codes.add(code)
  if (access === 'bearer' && params) codes.add('not_found')
  if (limits.length > 0) codes.add('rate_limited')
  return (Object.keys(problems) as ProblemCode[]).filter((code) => codes.has(code))
}
