import { expect, test, vi } from 'vitest'
import { openCard, openPortal, salesperson, theDatabase, useApp } from './door.ts'

useApp()

interface Connection {
  query(statement: string, ...rest: unknown[]): Promise<unknown>
  transaction(work: (inner: Connection) => Promise<unknown>): Promise<unknown>
}

/** Says of each statement what it does to which table, while something is done. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const client = (theDatabase().orm as unknown as { $client: Connection }).$client
  const statements: string[] = []
  const listen = (to: Connection) => {
    const { query } = to
    vi.spyOn(to, 'query').mockImplementation((statement, ...rest) => {
      const [, verb, table] = /^(\w+)(?: into|.* from)? "(\w+)"/s.exec(statement)!
      // Nobody waits for the REST protocol, nor for the look at the installer's access behind a page.
      const isBeside = table === 'protocol' || table === 'installer_tokens' || statement.includes('for key share')
      if (!isBeside) statements.push(`${verb} ${table}`)
      return query.call(to, statement, ...rest)
    })
  }
  const { transaction } = client
  listen(client)
  vi.spyOn(client, 'transaction').mockImplementation((inside) =>
    transaction.call(client, (inner) => {
      listen(inner)
      return inside(inner)
    }),
  )
  await work()
  vi.restoreAllMocks()
  return statements
}

/** Each of them is a way to the database that somebody waits for; who adds one decides so here. */
test('a look costs three statements, and a conversion six', async () => {
  const portal = await openPortal()
  const lead = portal.add('lead', { title: 'Roof', lastName: 'Müller', assignedById: salesperson })
  let page: Awaited<ReturnType<typeof openCard>>
  const looking = await statementsOf(async () => {
    page = await openCard(portal, salesperson, 'lead', lead.id)
  })
  // What is decided, the request's turn, and what is unfinished.
  expect(looking).toEqual(['select mappings', 'insert pacing', 'select conversions'])
  const converting = await statementsOf(() => page.convert(['deal', 'contact', 'company']))
  // What is decided, the beginning, and of both requests the turn and how far they came.
  const request = ['insert pacing', 'update conversions']
  expect(converting).toEqual(['select mappings', 'insert conversions', ...request, ...request])
})
