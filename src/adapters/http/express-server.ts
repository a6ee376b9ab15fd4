import { createServer, IncomingMessage, type Server, type ServerOptions, ServerResponse } from 'node:http'
import type { Express, Request, Response } from 'express'

/**
 * A server of an Express app whose requests and responses are the app's own from the start. Those of any other server Express turns into its own
 * by changing the prototype of both, for every request: that costs more than all else that it does
 * ([express#5998](https://github.com/expressjs/express/issues/5998)). One app, one server.
 */
export function createExpressServer(app: Express, options: ServerOptions = {}): Server {
  class AppRequest extends IncomingMessage {}
  class AppResponse extends ServerResponse {}
  app.request = Object.setPrototypeOf(AppRequest.prototype, app.request) as Request
  app.response = Object.setPrototypeOf(AppResponse.prototype, app.response) as Response
  return createServer({ ...options, IncomingMessage: AppRequest, ServerResponse: AppResponse }, app)
}
