import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulator } from './create-simulator.ts'

const portal = createSimulator({ seed: 'empty' })
const webhook = portal.webhook(1)
const network = setupServer(...portal.handlers())
beforeAll(() => network.listen())
afterAll(() => network.close())

test('our app greets a new company in its timeline', async () => {
  const company = portal.addCompany({ title: 'Ziegelei Nord' })
  const fields = { ENTITY_TYPE: 'company', ENTITY_ID: company.id, COMMENT: `Welcome, ${company.values.title}!` }
  const answer = await fetch(`${webhook}crm.timeline.comment.add`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fields }),
  })
  expect(answer.status).toBe(200)
  expect([...portal.state.comments.values()]).toMatchObject([{ text: 'Welcome, Ziegelei Nord!', authorId: 1 }])
})
