import { startDemo } from './start-demo.ts'
import { openTestDatabase } from './test-database.ts'

const demo = await startDemo({
  installed: true,
  ports: { portal: 4000, app: 4001 },
  database: await openTestDatabase(),
})
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void demo.stop().finally(() => process.exit(0)))

console.log(`Simulated portal with Create From installed: ${demo.portalUrl}/crm/deal/details/1/`)
