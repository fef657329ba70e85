import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { seed } from './simulator/control/orders.ts'
import { startPortal } from './simulator/control/start-portal.ts'
import { limitLevels } from './simulator/limits.ts'

const usage = `npm run portal -- [--port N] [--app-url URL] [--seed FILE|empty|demo]
                 [--limits ${limitLevels.join('|')}] [--latency MS]
                 [--command-latency MS] [--json]`

const number = z.coerce.number().int().min(0)
const wishes = z.object({
  port: number.max(65_535).default(0),
  'app-url': z.url({ protocol: /^https?$/ }).optional(),
  seed: z.string().default('demo'),
  limits: z.enum(limitLevels).default('off'),
  latency: number.default(0),
  'command-latency': number.default(0),
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
      json: { type: 'boolean' },
    },
  })
  const { port, 'app-url': appUrl, limits: level, json, ...wish } = wishes.parse(values)
  const preset = z.enum(['demo', 'empty']).safeParse(wish.seed).data
  const filled = preset ?? seed.parse(JSON.parse(await readFile(wish.seed, 'utf8')))
  const limits = { level, latencyMs: wish.latency, commandLatencyMs: wish['command-latency'] }
  const portal = await startPortal({ port, appUrl, seed: filled, limits })
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void portal.close().finally(() => process.exit(0)))
  if (json) console.log(JSON.stringify(portal.info))
  else for (const [name, value] of Object.entries(portal.info)) console.log(`${name.padEnd(17)} ${value}`)
} catch (error) {
  console.error(error instanceof z.ZodError ? z.prettifyError(error) : error)
  console.error(usage)
  process.exitCode = 1
}
