import { randomUUID } from 'node:crypto'
import { openDatabase } from '../../server/storage/database.ts'
import { openJournal } from '../../server/storage/journal.ts'
import { openRegistration } from '../../server/storage/portals.ts'
import { conversions } from '../../server/storage/schema.ts'
import { installation, startOf } from './samples.ts'

/**
 * A process that is going to be killed: tells which conversions it finds and how they ended, then carries out
 * conversions and names each one once its end is written down.
 */
const { orm } = await openDatabase({ kind: 'embedded', folder: process.argv[2]! })
const rows = await orm.select({ id: conversions.requestId, conversion: conversions.conversion }).from(conversions)
const ended = rows.filter(({ conversion }) => conversion.outcome === 'done' && conversion.created.length === 1)
console.log(JSON.stringify(ended.map(({ id }) => id)))
const memberId = 'portal'
await openRegistration(orm, memberId).save(installation)
const journal = openJournal(orm, memberId, { patienceMs: 60_000 })
for (let source = rows.length + 1; ; source++) {
  const requestId = randomUUID()
  const { run } = await journal.begin(startOf({ requestId, source: { type: 'lead', id: source } }))
  await run!.renew()
  await run!.save({ ...run!.saved, created: [{ type: 'deal', id: source, title: 'Dach', path: '' }] })
  await run!.save({ ...run!.saved, outcome: 'done' })
  console.log(requestId)
}
