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

/** The built client: hashed assets kept for a year, and its one page for every path that is not a file. */
export function createWebApp(directory: string): Router {
  const router = Router()
  router.use('/assets', express.static(join(directory, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }))
  router.use(express.static(directory, { index: false, maxAge: 0 }))
  router.get(/^\/(?!v1\/|dev\/)/, (request, response, next) => {
    if (!request.accepts('html')) return next()
    response.sendFile(join(directory, 'index.html'), { headers: { 'Cache-Control': 'no-cache' } })
  })
  return router
}
