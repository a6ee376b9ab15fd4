import type { z } from 'zod'
import { frames } from '../resources/frames.js'
import { type JsonSchema, jsonSchemasOf } from './json-schema.js'

const description = `The WebSocket only delivers: every command and every read is REST, described at [/openapi.json](/openapi.json). A data frame from the client closes the socket with 1008.

The access token comes in \`Authorization: Bearer …\`, or as the subprotocol \`bearer.<token>\` beside \`parley.v1\`. Frames of \`ready\` come first, events of a chat in the order of their \`seq\`; an event may come twice, and the same chat and \`seq\` is the same change.
Reconnect after 1001, 1006, 4408 and 4409; after 4401 sign in again; after 1002, 1003, 1007, 1008 and 1009 change something first.`

/** The frames of the WebSocket as AsyncAPI 3. */
export function asyncApi(): JsonSchema {
  const { schemas, components } = jsonSchemasOf<keyof typeof frames>(frames, 'output')
  const types = Object.keys(frames) as (keyof typeof frames)[]
  return {
    asyncapi: '3.0.0',
    info: { title: 'Parley', version: '1', description },
    defaultContentType: 'application/json',
    channels: {
      socket: {
        address: '/v1/ws',
        messages: Object.fromEntries(types.map((type) => [type, { $ref: `#/components/messages/${type}` }])),
      },
    },
    operations: {
      deliver: { action: 'send', channel: { $ref: '#/channels/socket' }, summary: 'What a signed-in client hears.' },
    },
    components: {
      messages: Object.fromEntries(types.map((type) => [type, messageOf(type, frames[type], schemas[type])])),
      schemas: components,
    },
  }
}

const messageOf = (name: string, { description: summary }: z.ZodType, payload: JsonSchema): JsonSchema => ({
  name,
  ...(summary === undefined ? {} : { summary }),
  payload,
})
