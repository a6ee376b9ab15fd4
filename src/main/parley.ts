import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Container } from 'inversify'
import { createExpressServer } from '../adapters/http/express-server.js'
import { MailSender, type MailSenderOptions } from '../adapters/mail/mail-sender.js'
import { openSmtpTransport } from '../adapters/mail/smtp-transport.js'
import { keptVapidKeys, readInstanceId } from '../adapters/prisma/instance.js'
import { SearchIndexer } from '../adapters/prisma/search/search-indexer.js'
import { SystemTimers } from '../adapters/system/system-timers.js'
import { newVapidKeys } from '../adapters/web-push/vapid-keys.js'
import { WebSocketGateway } from '../adapters/websocket/gateway.js'
import { CollectFiles } from '../application/attachments/collect-files.js'
import { BatchedSecurityLog } from '../application/audit/batched-security-log.js'
import { PushWorker, pushDelay } from '../application/notifications/push-worker.js'
import type { PageReader } from '../application/ports/page-reader.js'
import { PresenceTracker } from '../application/presence/presence-tracker.js'
import { LinkPreviews } from '../application/previews/link-previews.js'
import { createApp } from './app.js'
import { openBlobStore } from './blob-store.js'
import type { Config } from './config.js'
import { createContainer } from './container.js'
import { openClock, openDatabase } from './database.js'
import { Lifecycle } from './lifecycle.js'
import { createLog } from './log.js'
import { openPageReader, openPushSender, type PushNetwork } from './outward.js'
import { openShared } from './shared.js'
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
const tenMinutes = 600_000
const anHour = 6 * tenMinutes
const securityEventsKept = 180 * 24 * anHour
/** For a file of the largest size over a slow line. Other bodies have less: `createApp`. */
const uploadTime = tenMinutes
/** How long a request may take to come, and how often that is looked at, which is every 30 s by default. */
const serverOptions = { headersTimeout: 8_000, requestTimeout: uploadTime, keepAliveTimeout: 65_000, connectionsCheckingInterval: 1_000 }
/** Milliseconds over which a stopping node spreads the closing of its sockets. */
const drainTime = 2_500
/** For so long requests that are under way when a node stops may go on; with all else, less than the 30 s after which it would be killed. */
const requestPatience = 15_000

export interface Surroundings {
  /** Hears of what takes long. */
  readonly progress?: (step: string) => void
  /** Looks at the pages that people link to; by default on the public network only. */
  readonly pageReader?: PageReader
  /** Where push services are, by default on the public network only; and milliseconds between a message and what is pushed of it. */
  readonly pushes?: { readonly network?: PushNetwork; readonly delay?: number }
  /** Milliseconds that requests under way have when the node stops. */
  readonly patience?: number
}

/** Opens everything, listens, and answers once it is ready. */
export async function startParley(config: Config, surroundings: Surroundings = {}): Promise<RunningParley> {
  const life = new Lifecycle()
  try {
    return await start(config, life, surroundings)
  } catch (error) {
    await life.shutdown().catch(() => undefined)
    throw error
  }
}

async function start(
  config: Config,
  life: Lifecycle,
  { progress = () => undefined, pageReader = openPageReader(config), pushes = {}, patience = requestPatience }: Surroundings,
): Promise<RunningParley> {
  const log = createLog(config.logLevel)
  const database = await openDatabase(config, life, progress)
  const { prisma } = database
  const timers = new SystemTimers()
  const clock = await openClock(prisma, timers, life, log)
  const signingKeys = config.jwtKeys ?? keptSigningKeys(config.dataDir)
  const shared = await openShared(config, signingKeys, life, log, timers, await readInstanceId(prisma))
  const vapidKeys = config.vapidKeys ?? (await keptVapidKeys(prisma, newVapidKeys))
  const container = createContainer({
    config,
    log,
    signingKeys,
    vapidKeys,
    prisma,
    clock,
    timers,
    ...shared,
    blobStore: await openBlobStore(config, life),
    pageReader,
    pushSender: openPushSender(config, vapidKeys, life, pushes.network),
    pushDelay: pushes.delay ?? pushDelay,
  })
  startAuditLog(container, life)
  startCollecting(container, life)
  life.own('the previews', container.get(LinkPreviews), (previews) => previews.close())
  const presence = life.own('presence', container.get(PresenceTracker), (tracker) => tracker.stop())
  presence.start()
  const hub = container.get(T.Hub)
  await hub.start()
  life.own('the hub', hub, (started) => started.stop())
  const gateway = container.get(WebSocketGateway)
  startSearchIndexer(container, life)
  const notifier = life.own('the push worker', container.get(PushWorker), (worker) => worker.stop())
  notifier.start()
  if (config.smtpUrl !== null) startMailSender(container, life, config.smtpUrl)

  let draining = false
  const app = createApp(container, {
    database: () => database.ping().then(() => true),
    bus: async () => shared.broadcaster.isHealthy(),
    draining: async () => !draining,
  })
  const server = createExpressServer(app, serverOptions)
  // Whoever kept the connection would have their next request cut with it.
  server.prependListener('request', (_request, response) => {
    if (draining) response.shouldKeepAlive = false
  })
  gateway.attach(server)
  await listen(server, config)
  life.own('the server', server, (started) => stopServer(started, patience))

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

function startAuditLog(container: Container, life: Lifecycle): void {
  life.own('the audit log', container.get(BatchedSecurityLog), (audit) => audit.close())
  const forget = () => {
    container
      .get(T.SecurityEvents)
      .forget(new Date(container.get(T.Clock).now().getTime() - securityEventsKept))
      .catch((err: unknown) => container.get(T.Log).warn({ err }, 'old security events could not be removed'))
  }
  life.own('the forgetting', setInterval(forget, anHour).unref(), clearInterval)
}

function startCollecting(container: Container, life: Lifecycle): void {
  const collect = () => {
    container
      .get(CollectFiles)
      .execute()
      .catch((err: unknown) => container.get(T.Log).warn({ err }, 'files that nothing refers to could not be removed'))
  }
  life.own('the collecting', setInterval(collect, tenMinutes).unref(), clearInterval)
}

function startMailSender(container: Container, life: Lifecycle, smtpUrl: string): void {
  const { mailFrom: from } = container.get(T.Config)
  const onFailure: MailSenderOptions['onFailure'] = (err, mail) => container.get(T.Log).warn({ err, mail }, 'a mail could not be sent')
  const transport = openSmtpTransport(smtpUrl)
  const sender = new MailSender(container.get(T.MailOutbox), transport, container.get(T.Clock), container.get(T.Timers), {
    from,
    onFailure,
  })
  sender.start()
  life.own('the mail sender', sender, (started) => started.stop())
}

function startSearchIndexer(container: Container, life: Lifecycle): void {
  const onFailure = (err: unknown) => container.get(T.Log).warn({ err }, 'messages could not be indexed for search')
  // The embedded database does nothing else meanwhile.
  const most = container.get(T.Config).databaseUrl === null ? 50 : 500
  const options = { batch: { least: 50, most }, clearAfter: 10_000, onFailure }
  const indexer = new SearchIndexer(container.get(T.Prisma), container.get(T.Timers), options)
  indexer.start()
  life.own('the search indexer', indexer, (started) => started.stop())
}

/** Connections that wait to be accepted, if the system allows so many: with Node's own 511 those of a herd that comes back are turned away. */
const backlog = 8_192

async function listen(server: Server, { host, port }: Config): Promise<void> {
  server.listen({ port, host, backlog })
  await once(server, 'listening')
}

async function stopServer(server: Server, patience: number): Promise<void> {
  const closed = new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())))
  // A connection whose answer is under way is idle a moment later, and would then be kept for a minute.
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  // Node does not look any more at how long a request takes to come.
  const cut = setTimeout(() => server.closeAllConnections(), patience)
  await closed.finally(() => {
    clearInterval(sweep)
    clearTimeout(cut)
  })
}
