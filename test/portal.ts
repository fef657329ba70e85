import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { seed } from './simulator/control/orders.ts'
import { startPortal } from './simulator/control/start-portal.ts'
import { limitLevels } from './simulator/limits.ts'
import { makeCertificate } from './simulator/wire/certificate.ts'

const usage = `npm run portal -- [--port N] [--app-url URL] [--seed FILE|empty|demo]
                 [--limits ${limitLevels.join('|')}] [--latency MS]
                 [--command-latency MS] [--https] [--json]`

const number = z.coerce.number().int().min(0)
const wishes = z.object({
  port: number.max(65_535).default(0),
  'app-url': z.url({ protocol: /^https?$/ }).optional(),
  seed: z.string().default('demo'),
  limits: z.enum(limitLevels).default('off'),
  latency: number.default(0),
  'command-latency': number.default(0),
  https: z.boolean().default(false),
  json: z.boolean().default(false),
})

try {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      'app-url': { type: 'string' },
      seed: { type: 'string' },
      limits: { type: 'string' },
      latency: { type: 'string' },
      'command-latency': { type: 'string' },
      https: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  })
  const { port, 'app-url': appUrl, limits: level, https, json, ...wish } = wishes.parse(values)
  const preset = z.enum(['demo', 'empty']).safeParse(wish.seed).data
  const filled = preset ?? seed.parse(JSON.parse(await readFile(wish.seed, 'utf8')))
  const limits = { level, latencyMs: wish.latency, commandLatencyMs: wish['command-latency'] }
  const certificate = https ? makeCertificate() : null
  const portal = await startPortal({ port, appUrl, seed: filled, limits, certificate })
  const info = certificate ? { ...portal.info, certificate: await keep(certificate.cert) } : portal.info
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void portal.close().finally(() => process.exit(0)))
  if (json) console.log(JSON.stringify(info))
  else for (const [name, value] of Object.entries(info)) console.log(`${name.padEnd(17)} ${value}`)
} catch (error) {
  console.error(error instanceof z.ZodError ? z.prettifyError(error) : error)
  console.error(usage)
  process.exitCode = 1
}

/** Writes the certificate where clients can be told to find it. */
async function keep(cert: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'portal-')), 'certificate.pem')
  await writeFile(file, cert)
  return file
}
