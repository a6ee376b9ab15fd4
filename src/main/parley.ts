import { once } from 'node:events'
import { existsSync, openAsBlob } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { answerNotFound, createApi, createExpress, refuseTrace, sendProblem, withRequestId } from '../adapters/http/api.js'
import { createWebApp, securityHeaders } from '../adapters/http/browser/web-app.js'
import { createHealth } from '../adapters/http/health.js'
import { RequestLimits } from '../adapters/http/limits/request-limits.js'
import { createAccountPages } from '../adapters/http/pages/account-pages.js'
import { createDevMail } from '../adapters/http/pages/dev-mail.js'
import { MailSender } from '../adapters/mail/mail-sender.js'
import { openSmtpTransport } from '../adapters/mail/smtp-transport.js'
import { InProcessBus } from '../adapters/memory/in-memory-broadcaster.js'
import { InMemoryRateLimiter } from '../adapters/memory/in-memory-rate-limiter.js'
import { openPostgres } from '../adapters/prisma/client.js'
import type { Database } from '../adapters/prisma/database.js'
import { openEmbedded } from '../adapters/prisma/embedded.js'
import { readInstanceId } from '../adapters/prisma/instance.js'
import { RedisBroadcaster } from '../adapters/redis/redis-broadcaster.js'
import { RedisRateLimiter } from '../adapters/redis/redis-rate-limiter.js'
import { SystemTimers } from '../adapters/system/system-timers.js'
import { WebSocketGateway } from '../adapters/websocket/gateway.js'
import { Authenticate } from '../application/accounts/authenticate.js'
import { VerifyEmail } from '../application/accounts/verify-email.js'
import { BatchedSecurityLog } from '../application/audit/batched-security-log.js'
import { ConfirmEmailChange } from '../application/credentials/confirm-email-change.js'
import { ResetPassword } from '../application/credentials/reset-password.js'
import type { Config } from './config.js'
import { createContainer } from './container.js'
import { Lifecycle } from './lifecycle.js'
import { createLog } from './log.js'
import { packageRoot } from './package-root.js'
import { allRoutes } from './routes.js'
import { keptSigningKeys } from './signing-keys.js'
import { T } from './tokens.js'

export interface RunningParley {
  /** Where it listens, without a trailing slash. */
  readonly url: string
  readonly port: number
  /** Turns readiness off, sends the sockets elsewhere, finishes what is under way and closes everything. Repeating it is harmless. */
  close(): Promise<void>
}

/** Milliseconds. */
const anHour = 3_600_000
const securityEventsKept = 180 * 24 * anHour
/** Milliseconds over which a stopping node spreads the closing of its sockets. */
const drainTime = 2_000

/** Opens everything, listens, and answers once it is ready. `progress` hears of what takes long. */
export async function startParley(config: Config, progress: (step: string) => void = () => undefined): Promise<RunningParley> {
  const life = new Lifecycle()
  try {
    return await start(config, life, progress)
  } catch (error) {
    await life.shutdown().catch(() => undefined)
    throw error
  }
}

async function start(config: Config, life: Lifecycle, progress: (step: string) => void): Promise<RunningParley> {
  const log = createLog(config.logLevel)
  const database = life.own('the database', await openDatabase(config, progress), (opened) => opened.close())
  const applied = await database.migrate()
  if (applied.length > 0) progress(`Applied ${applied.length} database migration${applied.length === 1 ? '' : 's'}.`)
  const { prisma } = database

  const timers = new SystemTimers()
  const namespace = await readInstanceId(prisma)
  const onBusError = (err: Error) => log.warn({ err }, 'the bus to the other nodes is troubled')
  const broadcaster = life.own(
    'the bus',
    config.redisUrl === null
      ? new InProcessBus(timers).node()
      : await RedisBroadcaster.open({ url: config.redisUrl, namespace, onError: onBusError }),
    (bus) => bus.close(),
  )
  const rateLimiter =
    config.redisUrl === null
      ? new InMemoryRateLimiter()
      : life.own('the limits', new RedisRateLimiter({ url: config.redisUrl, namespace, onError: onBusError }), (limiter) => limiter.close())
  const signingKeys = config.jwtKeys ?? keptSigningKeys(config.dataDir)
  const container = createContainer({ config, log, signingKeys, prisma, broadcaster, rateLimiter })

  life.own('the audit log', container.get(BatchedSecurityLog), (audit) => audit.close())
  const forgetting = setInterval(() => {
    const before = new Date(Date.now() - securityEventsKept)
    container
      .get(T.SecurityEvents)
      .forget(before)
      .catch((err: unknown) => log.warn({ err }, 'old security events could not be removed'))
  }, anHour)
  life.own('the forgetting', forgetting.unref(), clearInterval)

  const hub = container.get(T.Hub)
  await hub.start()
  life.own('the hub', hub, (started) => started.stop())
  const gateway = container.get(WebSocketGateway)

  if (config.smtpUrl !== null) {
    const sender = new MailSender(
      container.get(T.MailOutbox),
      openSmtpTransport(config.smtpUrl),
      container.get(T.Clock),
      container.get(T.Timers),
      { from: config.mailFrom, onFailure: (err, mail) => log.warn({ err, mail }, 'a mail could not be sent') },
    )
    sender.start()
    life.own('the mail sender', sender, (started) => started.stop())
  }

  let draining = false
  const gate = { limits: config.rateLimits ? container.get(RequestLimits) : undefined, securityLog: container.get(T.SecurityLog) }
  const onFault = (err: unknown, request: object) => log.error({ err, ...request }, 'a request failed')
  const app = createExpress(config.trustProxy)
  app.use(withRequestId, securityHeaders(), refuseTrace)
  app.use(
    createHealth({
      database: () => database.ping().then(() => true),
      bus: async () => broadcaster.isHealthy(),
      draining: async () => !draining,
    }),
  )
  app.use(
    createApi({
      routes: allRoutes(container),
      authenticate: container.get(Authenticate),
      allowedOrigins: config.allowedOrigins,
      ...gate,
      onFault,
    }),
  )
  if (!config.production && config.smtpUrl === null)
    app.use(createDevMail({ outbox: container.get(T.MailOutbox), publicUrl: config.publicUrl }))
  app.use(
    createAccountPages({
      verifyEmail: container.get(VerifyEmail),
      resetPassword: container.get(ResetPassword),
      confirmEmailChange: container.get(ConfirmEmailChange),
      publicUrl: config.publicUrl,
      ...gate,
    }),
  )
  app.use(createWebApp(join(packageRoot, 'dist', 'web')), answerNotFound, sendProblem(onFault))

  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 }, app)
  gateway.attach(server)
  await listen(server, config)
  life.own('the server', server, stopServer)

  const { port } = server.address() as AddressInfo
  let closing: Promise<void> | null = null
  const close = async () => {
    draining = true
    await gateway.drain(gateway.size > 0 ? drainTime : 0)
    await life.shutdown()
  }
  const host = config.host.includes(':') ? `[${config.host}]` : config.host
  return { url: `http://${host}:${port}`, port, close: () => (closing ??= close()) }
}

async function openDatabase(config: Config, progress: (step: string) => void): Promise<Database> {
  if (config.databaseUrl !== null) return openPostgres(config.databaseUrl)
  progress(`Opening the embedded PostgreSQL in ${config.dataDir} (the first start takes a few seconds) …`)
  const cluster = join(packageRoot, 'dist', 'cluster.tar.gz')
  return openEmbedded(config.dataDir, existsSync(cluster) ? await openAsBlob(cluster) : undefined)
}

async function listen(server: Server, { host, port }: Config): Promise<void> {
  server.listen(port, host)
  await once(server, 'listening')
}

async function stopServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())))
  server.closeIdleConnections()
  await closed
}
