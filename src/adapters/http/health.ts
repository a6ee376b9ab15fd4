import { Router } from 'express'

export type HealthChecks = Readonly<Record<string, () => Promise<boolean>>>

/** `/healthz`: the process answers. `/readyz`: it wants traffic, which each check must agree to. */
export function createHealth(checks: HealthChecks): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' })
  })
  router.get('/readyz', async (_request, response) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, (await check().catch(() => false)) ? 'ok' : 'failing'] as const),
    )
    const ready = results.every(([, result]) => result === 'ok')
    if (!ready) response.setHeader('Retry-After', '1')
    response.status(ready ? 200 : 503).json({ status: ready ? 'ok' : 'unavailable', checks: Object.fromEntries(results) })
  })
  return router
}
