import { join } from 'node:path'
import type { Express } from 'express'
import type { Container } from 'inversify'
import {
  answerNotFound,
  createApi,
  createExpress,
  inOrder,
  refuseOddHeaders,
  refuseTrace,
  sendProblem,
  smallBodiesWithin,
  withRequestId,
} from '../adapters/http/api.js'
import { createWebApp, securityHeaders } from '../adapters/http/browser/web-app.js'
import { createHealth, type HealthChecks } from '../adapters/http/health.js'
import { Admission } from '../adapters/http/limits/admission.js'
import { RequestLimits } from '../adapters/http/limits/request-limits.js'
import { createMetrics, measured } from '../adapters/http/metrics.js'
import { createAccountPages } from '../adapters/http/pages/account-pages.js'
import { createContractPages } from '../adapters/http/pages/contract-pages.js'
import { createDevMail } from '../adapters/http/pages/dev-mail.js'
import { Authenticate } from '../application/accounts/authenticate.js'
import { FindSignUp } from '../application/accounts/find-sign-up.js'
import { VerifyEmail } from '../application/accounts/verify-email.js'
import { ConfirmEmailChange } from '../application/credentials/confirm-email-change.js'
import { ResetPassword } from '../application/credentials/reset-password.js'
import { capacity } from './capacity.js'
import { createMetricsOf } from './metrics.js'
import { packageRoot } from './package-root.js'
import { allRoutes } from './routes.js'
import { T } from './tokens.js'

/** Milliseconds. */
const smallBodyTime = 30_000

/** Everything that is answered over HTTP: health, the API, the pages behind the links in mails, and the client. */
export function createApp(container: Container, checks: HealthChecks): Express {
  const config = container.get(T.Config)
  const log = container.get(T.Log)
  const gate = {
    limits: config.rateLimits ? container.get(RequestLimits) : undefined,
    securityLog: container.get(T.SecurityLog),
  }
  const onFault = (err: unknown, request: object) => log.error({ err, ...request }, 'a request failed')
  const routes = allRoutes(container)
  const app = createExpress(config.trustProxy)
  const metrics = createMetricsOf(container)
  app.use(
    inOrder(
      measured((...request) => metrics.observeRequest(...request)),
      securityHeaders(),
      smallBodiesWithin(smallBodyTime),
    ),
  )
  app.use(
    createApi({
      routes,
      authenticate: container.get(Authenticate),
      allowedOrigins: config.allowedOrigins,
      admission: new Admission(capacity().requestBytes),
      ...gate,
      onFault,
    }),
  )
  // The API, which others embed without us, does this by itself.
  app.use(
    inOrder(withRequestId, refuseTrace, refuseOddHeaders),
    createHealth(checks),
    createMetrics({ token: config.metricsToken, read: () => metrics.read() }),
    createContractPages(routes),
  )
  if (!config.production && config.smtpUrl === null)
    app.use(createDevMail({ outbox: container.get(T.MailOutbox), publicUrl: config.publicUrl }))
  app.use(
    createAccountPages({
      findSignUp: container.get(FindSignUp),
      verifyEmail: container.get(VerifyEmail),
      resetPassword: container.get(ResetPassword),
      confirmEmailChange: container.get(ConfirmEmailChange),
      publicUrl: config.publicUrl,
      ...gate,
    }),
  )
  app.use(createWebApp(join(packageRoot, 'dist', 'web')), answerNotFound, sendProblem(onFault))
  return app
}
