import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isIP } from 'node:net'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { bare } from './conversion/bare.ts'
import { isPlaceholder, weaknessOfKeys, weaknessOfSecret } from './secret-strength.ts'

/** Everything the operator decides, checked once at start. */
export interface Config {
  port: number
  /** Address under which the portal reaches us, without a slash at the end. */
  publicUrl: string
  bitrix: {
    clientId: string
    clientSecret: string
    /** Origins we trust to say who a token belongs to; the first is asked first. */
    authServers: string[]
    /** Portals on this very machine, for demo and tests only. */
    allowLoopbackPortals: boolean
    /** How long one request to a portal may take; a portal ends its own work on it within the same time. */
    requestTimeoutMs: number
  }
  /** Addresses and networks of proxies whose word about the client's address counts, as Express spells them. */
  trustedProxies: string[]
  /** Multiplies every request limit. */
  requestLimitFactor: number
  sessionSecret: string
  /** Keys that seal the installer's tokens, 32 bytes in base64; the first seals, all open. None: derived from the session secret. */
  tokenKeys: string[]
  /** For how many days the journal and the REST protocol are kept, and how much a portal's journal may hold, in MB. */
  retention: { journalDays: number; protocolDays: number; journalMb: number }
  database: DatabaseConfig
  /** How long work under way may take once the process is told to stop. */
  graceMs: number
  logLevel: LogLevel
}

/** A PostgreSQL server, or the embedded database in a folder (`memory://` keeps nothing). */
export type DatabaseConfig = { kind: 'postgres'; url: string } | { kind: 'embedded'; folder: string }

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** The configuration is wrong; the message names every variable and its cure. */
export class ConfigError extends Error {}

const isLoopback = (url: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
const toUrl = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null)

const publicUrl = z
  .string({
    error: 'is missing: set the address under which portals reach this server, such as https://app.example.com',
  })
  .refine((text) => isSecureOrigin(text, true), {
    error: 'must be an https address without a path (http only on localhost), such as https://app.example.com',
  })
  .transform((text) => new URL(text).origin)

const proxyWords = new Set(['loopback', 'linklocal', 'uniquelocal'])

/** An address, a network such as 10.0.0.0/8, or one of the words for networks that are never public. */
function isProxy(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0) return proxyWords.has(text)
  return (
    rest.length === 0 &&
    (bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)))
  )
}

const secretText = (cure: string) => z.string({ error: `is missing: ${cure}` }).min(1, { error: `is empty: ${cure}` })

/** Takes what nothing speaks against; else the reason is told as what the variable must be. */
const strong =
  <T>(weaknessOf: (value: T) => string | null): z.core.CheckFn<T> =>
  ({ value, issues }) => {
    const message = weaknessOf(value)
    if (message !== null) issues.push({ code: 'custom', input: null, message })
  }

const applicationKey = 'copy the client_secret (Application key) from the settings of the app in Bitrix24'

const toList = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

const yesNo = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .default('false')
  .transform((text) => text === 'true')

const days = (least: number, usual: number) =>
  z.coerce
    .number({ error: 'must be a number of days' })
    .int({ error: 'must be a whole number of days' })
    .min(least, { error: `must be at least ${least} days` })
    .max(36_500, { error: 'must be at most 36500 days' })
    .default(usual)

const variables = z
  .object({
    PORT: z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65535).default(3000),
    PUBLIC_URL: publicUrl,
    BITRIX_CLIENT_ID: secretText('copy the client_id (Application ID) from the settings of the app in Bitrix24'),
    BITRIX_CLIENT_SECRET: secretText(applicationKey)
      .refine((text) => text === text.trim(), { error: `must have no blanks at its ends: ${applicationKey}` })
      .refine((text) => !isPlaceholder(text), { error: `must be the app's own: ${applicationKey}` }),
    BITRIX_AUTH_SERVERS: z
      .string()
      .default('https://oauth.bitrix.info,https://oauth.bitrix24.tech')
      .transform((text) => text.split(',').map((part) => part.trim())),
    SESSION_SECRET: z
      .string({ error: 'is missing: set a random text, such as the output of `openssl rand -base64 48`' })
      .check(strong(weaknessOfSecret)),
    TOKEN_KEYS: z.string().default('').transform(toList).check(strong(weaknessOfKeys)),
    JOURNAL_DAYS: days(1, 365),
    JOURNAL_MB: z.coerce
      .number({ error: 'must be a number of megabytes' })
      .int({ error: 'must be a whole number of megabytes' })
      .min(10, { error: 'must be at least 10 megabytes' })
      .max(100_000, { error: 'must be at most 100000 megabytes' })
      .default(500),
    // The marketplace wants three days at least.
    PROTOCOL_DAYS: days(3, 14),
    DATABASE_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\//, { error: 'must look like postgresql://user:password@host:5432/database' })
      .optional(),
    DATA_DIR: z.string().min(1, { error: 'must name a folder' }).default('./data'),
    ALLOW_LOOPBACK_PORTALS: yesNo,
    TRUSTED_PROXIES: z
      .string()
      .default('')
      .transform(toList)
      .refine((proxies) => proxies.every(isProxy), {
        error: 'must be addresses or networks, separated by commas, such as 10.0.0.0/8, or loopback, or uniquelocal',
      }),
    REQUEST_LIMIT_FACTOR: z.coerce.number({ error: 'must be a number such as 2' }).positive().default(1),
    PORTAL_TIMEOUT_SECONDS: z.coerce.number({ error: 'must be a number of seconds' }).positive().max(600).default(60),
    // Longer than any conversion without files, and shorter than what stops containers waits (see server/deploy).
    GRACE_SECONDS: z.coerce.number({ error: 'must be a number of seconds' }).positive().max(3600).default(90),
    LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('info'),
  })
  .check(({ value, issues }) => {
    if (value.BITRIX_AUTH_SERVERS.every((text) => isSecureOrigin(text, value.ALLOW_LOOPBACK_PORTALS))) return
    issues.push({
      code: 'custom',
      path: ['BITRIX_AUTH_SERVERS'],
      input: value.BITRIX_AUTH_SERVERS,
      message: 'must be https addresses without a path, separated by commas, such as https://oauth.bitrix.info',
    })
  })

/** The names of all variables of the environment that are read. */
export const variableNames: readonly string[] = Object.keys(variables.shape)

/** An address that is nothing but an origin, and encrypted unless it never leaves this machine. */
function isSecureOrigin(text: string, loopbackToo: boolean): boolean {
  const url = toUrl(text)
  if (!url || url.pathname !== '/' || url.search || url.hash || url.username || url.password) return false
  return url.protocol === 'https:' || (loopbackToo && url.protocol === 'http:' && isLoopback(url))
}

/** Variables of an environment by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The variables of ours in an environment. An empty one, as in `PORT=`, is an absent one. */
function ownVariables(environment: Environment): Environment {
  return bare(
    variableNames.flatMap((name) => {
      const value = Object.hasOwn(environment, name) ? environment[name] : undefined
      return value ? [[name, value] as const] : []
    }),
  )
}

/** Turns environment variables into the configuration, or fails with every mistake and its cure. */
export function readConfig(environment: Environment): Config {
  const parsed = variables.safeParse(ownVariables(environment))
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')} ${message}`)
    throw new ConfigError(`The configuration is not complete:\n${lines.join('\n')}`)
  }
  const values = parsed.data
  return {
    port: values.PORT,
    publicUrl: values.PUBLIC_URL,
    bitrix: {
      clientId: values.BITRIX_CLIENT_ID,
      clientSecret: values.BITRIX_CLIENT_SECRET,
      authServers: values.BITRIX_AUTH_SERVERS.map((text) => new URL(text).origin),
      allowLoopbackPortals: values.ALLOW_LOOPBACK_PORTALS,
      requestTimeoutMs: values.PORTAL_TIMEOUT_SECONDS * 1000,
    },
    trustedProxies: values.TRUSTED_PROXIES,
    requestLimitFactor: values.REQUEST_LIMIT_FACTOR,
    sessionSecret: values.SESSION_SECRET,
    tokenKeys: values.TOKEN_KEYS,
    retention: {
      journalDays: values.JOURNAL_DAYS,
      protocolDays: values.PROTOCOL_DAYS,
      journalMb: values.JOURNAL_MB,
    },
    database: values.DATABASE_URL
      ? { kind: 'postgres', url: values.DATABASE_URL }
      : { kind: 'embedded', folder: values.DATA_DIR },
    graceMs: values.GRACE_SECONDS * 1000,
    logLevel: values.LOG_LEVEL,
  }
}

/**
 * What this process was started with, read once at start. It is frozen and without a prototype: nothing that is changed
 * or inherited later decides anything.
 */
export function readEnvironment(): Environment {
  return Object.freeze(ownVariables(process.env))
}

const projectFolder = findProjectFolder(dirname(fileURLToPath(import.meta.url)))

/** A path inside the project, the same whether this runs as source (`server/`) or as a bundle (`dist/server/`). */
export function projectPath(...parts: string[]): string {
  return join(projectFolder, ...parts)
}

function findProjectFolder(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
    if (folder === dirname(folder)) throw new Error(`No package.json above ${start}`)
  }
}
