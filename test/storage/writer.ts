import { randomUUID } from 'node:crypto'
import { openDatabase } from '../../server/storage/database.ts'
import { claimChore } from '../../server/storage/retention.ts'
import { chores } from '../../server/storage/schema.ts'

/** A process that is going to be killed: tells which rows it finds, then writes rows and names each one it has written. */
const database = await openDatabase({ kind: 'embedded', folder: process.argv[2]! })
const found = await database.orm.select({ name: chores.name }).from(chores)
console.log(JSON.stringify(found.map(({ name }) => name)))
for (;;) {
  const name = randomUUID()
  await claimChore(database.orm, name, 0)
  console.log(name)
}
