import { isIP } from 'node:net'
import { z } from 'zod'
import { placeOf } from '../adapters/redis/redis-url.js'
import type { S3Settings } from '../adapters/s3/s3-blob-store.js'
import type { VapidKeys } from '../adapters/web-push/vapid-keys.js'
import { type Email, parseEmail } from '../domain/email.js'
import { jwtKeys, list, type SigningKey, vapidKeys } from './key-settings.js'

/** Every setting of the server; read once, here. TTLs in seconds. */
export interface Config {
  readonly host: string
  readonly port: number
  /** Where people reach the service: mails link to it. Without a trailing slash. */
  readonly publicUrl: string
  /** `null`: the embedded PostgreSQL under `dataDir`. */
  readonly databaseUrl: string | null
  readonly dataDir: string
  /** `null`: this node is the only one. */
  readonly redisUrl: string | null
  /** `null`: generated once into `dataDir`. The first signs, all verify. */
  readonly jwtKeys: readonly SigningKey[] | null
  /** `null`: made once, and kept in the database. */
  readonly vapidKeys: VapidKeys | null
  /** `null`: mail is held, and shown at /dev/mail. */
  readonly smtpUrl: string | null
  readonly mailFrom: string
  readonly trustProxy: number | readonly string[]
  readonly allowedOrigins: readonly string[]
  /** Verified addresses of those who are admins of the installation. */
  readonly adminEmails: readonly Email[]
  readonly accessTokenTtl: number
  readonly refreshTokenTtl: number
  readonly metricsToken: string | null
  /** `null`: files are kept under `dataDir`. */
  readonly s3: S3Settings | null
  /** Whether the pages that messages link to are looked at. */
  readonly linkPreviews: boolean
  readonly attachmentMaxBytes: number
  /** Of one person: bytes and files, those of messages included. */
  readonly attachmentQuotaBytes: number
  readonly attachmentQuotaFiles: number
  readonly rateLimits: boolean
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  readonly production: boolean
}

/** A bad or missing setting; the message is one line that names it. */
export class ConfigError extends Error {}

const url = (...schemes: readonly string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && schemes.includes(new URL(text).protocol),
      `must be a URL that begins with ${schemes.join(' or ')}//`,
    )
const day = 86_400
const seconds = (most: number) => z.coerce.number().int().min(5).max(most)
const mebibyte = 1024 * 1024
const bytes = z.coerce
  .number()
  .int()
  .min(1)
  .max(1024 * 1024 * mebibyte)
const origins = list.refine(
  (items) => items.every((item) => URL.canParse(item) && new URL(item).origin === item),
  'must be a list of origins such as https://chat.example.com, without a path',
)

const emails = list.transform((items, context) =>
  items.map((item) => {
    try {
      return parseEmail(item)
    } catch {
      context.addIssue('must be a list of e-mail addresses')
      return z.NEVER
    }
  }),
)

const isProxy = (text: string): boolean => {
  const [, address = '', bits = '32'] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const family = isIP(address)
  return family !== 0 && Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128)
}

/** Hops, or addresses and networks: never "all", which would let every caller choose the address it is seen under. */
const trustProxy = z.union(
  [z.coerce.number().int().min(0).max(10), list.refine((items) => items.length > 0 && items.every(isProxy))],
  'must be a number of hops, or addresses of proxies (never "all" or "true")',
)

const settings = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  PUBLIC_URL: url('http:', 'https:').optional(),
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  DATA_DIR: z.string().default('./data'),
  REDIS_URL: z
    .string()
    .refine((text) => placeOf(text) !== null, 'must begin with redis://, rediss://, redis+cluster:// or redis+sentinel://')
    .optional(),
  JWT_KEYS: jwtKeys.optional(),
  VAPID_KEYS: vapidKeys.optional(),
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]+$/, 'must be one line')
    .default('Parley <no-reply@localhost>'),
  TRUST_PROXY: trustProxy.default(0),
  ALLOWED_ORIGINS: origins.optional(),
  ADMIN_EMAILS: emails.default([]),
  // Whether a session was idle for too long is asked when it is refreshed: an access token must be over long before.
  ACCESS_TOKEN_TTL: seconds(day).default(15 * 60),
  REFRESH_TOKEN_TTL: seconds(10 * 365 * day).default(30 * day),
  S3_ENDPOINT: url('http:', 'https:').optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_BUCKET: z.string().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_FORCE_PATH_STYLE: z.enum(['true', 'false']).optional(),
  LINK_PREVIEWS: z.enum(['on', 'off']).default('on'),
  ATTACHMENT_MAX_BYTES: bytes.default(25 * mebibyte),
  ATTACHMENT_QUOTA_BYTES: bytes.default(5 * 1024 * mebibyte),
  ATTACHMENT_QUOTA_FILES: z.coerce.number().int().min(1).default(10_000),
  METRICS_TOKEN: z.string().min(16).optional(),
  RATE_LIMITS: z.enum(['on', 'off']).default('on'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  NODE_ENV: z.string().default('development'),
})

/** @throws ConfigError naming the first bad or missing setting. An empty variable counts as unset. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = settings.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new ConfigError(`${issue?.path[0]?.toString()}: ${issue?.message}`)
  }
  const env = parsed.data
  const production = env.NODE_ENV === 'production'
  if (production) {
    for (const name of ['PUBLIC_URL', 'JWT_KEYS', 'SMTP_URL'] as const)
      if (!env[name]) throw new ConfigError(`${name}: must be set in production`)
    if (env.RATE_LIMITS === 'off') throw new ConfigError('RATE_LIMITS: must be on in production')
  }
  if (env.REDIS_URL && !env.DATABASE_URL) throw new ConfigError('DATABASE_URL: must be set beside REDIS_URL: nodes share one database')
  const publicUrl = (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/(?<!\/)\/+$/, '')
  return {
    host: env.HOST,
    port: env.PORT,
    publicUrl,
    databaseUrl: env.DATABASE_URL ?? null,
    dataDir: env.DATA_DIR,
    redisUrl: env.REDIS_URL ?? null,
    jwtKeys: env.JWT_KEYS ?? null,
    vapidKeys: env.VAPID_KEYS ?? null,
    smtpUrl: env.SMTP_URL ?? null,
    mailFrom: env.MAIL_FROM,
    trustProxy: env.TRUST_PROXY,
    allowedOrigins: env.ALLOWED_ORIGINS ?? [new URL(publicUrl).origin],
    adminEmails: env.ADMIN_EMAILS,
    accessTokenTtl: env.ACCESS_TOKEN_TTL,
    refreshTokenTtl: env.REFRESH_TOKEN_TTL,
    metricsToken: env.METRICS_TOKEN ?? null,
    s3: s3Of(env),
    linkPreviews: env.LINK_PREVIEWS === 'on',
    attachmentMaxBytes: env.ATTACHMENT_MAX_BYTES,
    attachmentQuotaBytes: env.ATTACHMENT_QUOTA_BYTES,
    attachmentQuotaFiles: env.ATTACHMENT_QUOTA_FILES,
    rateLimits: env.RATE_LIMITS === 'on',
    logLevel: env.LOG_LEVEL,
    production,
  }
}

/** A bucket needs keys, and keys need a bucket. A store at an address of one's own is told the bucket in the path, unless it is said otherwise. */
function s3Of(env: z.output<typeof settings>): S3Settings | null {
  const [bucket, accessKeyId, secretAccessKey] = (['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const).map((name) => {
    if (!env[name] && (env.S3_BUCKET || env.S3_ENDPOINT || env.S3_ACCESS_KEY_ID || env.S3_SECRET_ACCESS_KEY)) {
      throw new ConfigError(`${name}: must be set beside the other S3 settings`)
    }
    return env[name]
  })
  if (!bucket || !accessKeyId || !secretAccessKey) return null
  const endpoint = env.S3_ENDPOINT ?? null
  const forcePathStyle = env.S3_FORCE_PATH_STYLE === undefined ? endpoint !== null : env.S3_FORCE_PATH_STYLE === 'true'
  return { endpoint, region: env.S3_REGION, bucket, accessKeyId, secretAccessKey, forcePathStyle }
}
