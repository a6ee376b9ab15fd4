import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import express from 'express'

/** Express with Parley's body reader, and a route that only answers: what a request costs before anything is done with it. */
const built = new URL('../../../dist/src/adapters/http/', import.meta.url).href
const { readJsonBody } = (await import(`${built}json-body.js`)) as typeof import('../../../src/adapters/http/json-body.js')
const { createExpressServer } = (await import(`${built}express-server.js`)) as typeof import('../../../src/adapters/http/express-server.js')
const app = express()
app.disable('x-powered-by')
app.disable('etag')
app.post('/v1/chats/:chatId/messages', async (request, response) => {
  const { text, clientId } = (await readJsonBody(request, response, { admit: () => undefined })) as Record<string, string>
  response.statusCode = 201
  response.setHeader('Content-Type', 'application/json; charset=utf-8')
  response.end(JSON.stringify({ id: randomUUID(), chatId: request.params.chatId, clientId, text, createdAt: new Date() }))
})
const server = process.env['SERVER'] === 'Parley' ? createExpressServer(app) : createServer(app)
server.listen(Number(process.env['PORT']), '127.0.0.1', () => console.log('Ready: Express'))
process.once('SIGINT', () => process.exit(0))
