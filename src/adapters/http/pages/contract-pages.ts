import { createRequire } from 'node:module'
import { type RequestHandler, Router } from 'express'
import { asyncApi } from '../contract/asyncapi.js'
import { openApiOf } from '../contract/openapi.js'
import type { Route } from '../route.js'

const { resolve } = createRequire(import.meta.url)

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>The API · Parley</title><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body>
<main id="reference"></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`

const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reference', deepLinking: true, defaultModelsExpandDepth: 0, validatorUrl: null })\n`

/** What the API and its frames are, for machines (`/openapi.json`, `/asyncapi.json`) and for people (`/docs`); all from here, nothing from elsewhere. */
export function createContractPages(routes: readonly Route[]): Router {
  const router = Router({ caseSensitive: true, strict: true })
  router.get(
    '/openapi.json',
    document(() => openApiOf(routes)),
  )
  router.get('/asyncapi.json', document(asyncApi))
  router.get('/docs', (_request, response) => void response.type('html').send(page))
  router.get('/docs/start.js', (_request, response) => void response.type('js').send(start))
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
    router.get(`/docs/${file}`, (_request, response) => response.sendFile(resolve(`swagger-ui-dist/${file}`), { maxAge: '1h' }))
  }
  return router
}

/** Made when it is first asked for: it takes some hundred milliseconds, and a start without them. */
function document(make: () => object): RequestHandler {
  let text: string | null = null
  return (_request, response) => {
    text ??= JSON.stringify(make())
    response.type('json').send(text)
  }
}
