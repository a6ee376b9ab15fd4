import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import express from 'express'
import { createExpressServer } from '../../../src/adapters/http/express-server.js'

describe('a server of an Express app', () => {
  const app = express()
  const server = createExpressServer(app, { keepAliveTimeout: 1_234 })
  afterEach(() => void server.close())

  it("gives it requests and responses that are its own already, and takes the options of Node's", async () => {
    const prototypes: unknown[] = []
    server.prependListener('request', (request, response) => {
      prototypes.push(Object.getPrototypeOf(request), Object.getPrototypeOf(response))
    })
    app.get('/here', (request, response) => response.status(201).json({ host: request.get('Host'), path: request.path }))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo

    const response = await fetch(`http://127.0.0.1:${port}/here?a=b`)

    expect(response.status).toBe(201)
    expect(await response.json()).toEqual({ host: `127.0.0.1:${port}`, path: '/here' })
    expect(prototypes[0]).toBe(app.request)
    expect(prototypes[1]).toBe(app.response)
    expect(server.keepAliveTimeout).toBe(1_234)
  })
})
