import { join } from 'node:path'
import express, { Router } from 'express'
import helmet from 'helmet'

/** Headers of every response. Nothing but our own origin is loaded, and nobody frames us. */
export const securityHeaders = () =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
  })

/** Not the client's: files, hidden ones too, the API, and the pages for operators. A monitor must not take the client's page for an answer. */
const clientPath = /^\/(?!v1\/|dev\/|docs$|metrics$|\.)[^.]*$/

/** The built client: hashed assets kept for a year, and its one page for every path of its own. */
export function createWebApp(directory: string): Router {
  const router = Router()
  router.use('/assets', express.static(join(directory, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }))
  router.use(express.static(directory, { index: false, maxAge: 0 }))
  router.get(clientPath, (request, response, next) => {
    if (!request.accepts('html')) return next()
    response.sendFile(join(directory, 'index.html'), { headers: { 'Cache-Control': 'no-cache' } })
  })
  return router
}
