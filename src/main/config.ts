import { isIP } from 'node:net'
import { z } from 'zod'

export interface SigningKey {
  readonly kid: string
  readonly secret: string
}

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
  /** `null`: mail is held, and shown at /dev/mail. */
  readonly smtpUrl: string | null
  readonly mailFrom: string
  readonly trustProxy: number | readonly string[]
  readonly allowedOrigins: readonly string[]
  readonly accessTokenTtl: number
  readonly refreshTokenTtl: number
  readonly metricsToken: string | null
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
const seconds = z.coerce
  .number()
  .int()
  .min(5)
  .max(10 * 365 * 86_400)
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
)

const origins = list.refine(
  (items) => items.every((item) => URL.canParse(item) && new URL(item).origin === item),
  'must be a list of origins such as https://chat.example.com, without a path',
)

const jwtKeys = list
  .transform((items) =>
    items.map((item) => {
      const colon = item.indexOf(':')
      return { kid: item.slice(0, Math.max(colon, 0)), secret: item.slice(colon + 1) }
    }),
  )
  .refine((keys) => keys.length > 0 && keys.every(({ kid }) => /^[\w.-]{1,64}$/.test(kid)), 'must be kid:secret[,kid:secret…]')
  .refine((keys) => keys.every(({ secret }) => new TextEncoder().encode(secret).length >= 32), 'needs secrets of at least 32 bytes')
  .refine((keys) => keys.every(({ secret }) => new Set(secret).size >= 10), 'holds a secret that looks like a placeholder: use random ones')
  .refine((keys) => new Set(keys.map(({ kid }) => kid)).size === keys.length, 'names a kid twice')
  .refine((keys) => new Set(keys.map(({ secret }) => secret)).size === keys.length, 'uses a secret twice')

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
  REDIS_URL: url('redis:', 'rediss:').optional(),
  JWT_KEYS: jwtKeys.optional(),
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]+$/, 'must be one line')
    .default('Parley <no-reply@localhost>'),
  TRUST_PROXY: trustProxy.default(0),
  ALLOWED_ORIGINS: origins.optional(),
  ACCESS_TOKEN_TTL: seconds.default(15 * 60),
  REFRESH_TOKEN_TTL: seconds.default(30 * 86_400),
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
    smtpUrl: env.SMTP_URL ?? null,
    mailFrom: env.MAIL_FROM,
    trustProxy: env.TRUST_PROXY,
    allowedOrigins: env.ALLOWED_ORIGINS ?? [new URL(publicUrl).origin],
    accessTokenTtl: env.ACCESS_TOKEN_TTL,
    refreshTokenTtl: env.REFRESH_TOKEN_TTL,
    metricsToken: env.METRICS_TOKEN ?? null,
    rateLimits: env.RATE_LIMITS === 'on',
    logLevel: env.LOG_LEVEL,
    production,
  }
}
