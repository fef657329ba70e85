import axios from 'axios'
import express from 'express'
import type { Recorded } from './one-by-one.ts'

/** What the bare handler is told to send. */
export interface Relay {
  url: string
  accessToken: string
  requests: Pick<Recorded, 'method' | 'params'>[]
}

const app = express()
app.use(express.json({ limit: '1mb' }))
app.get('/ready', (_, response) => void response.sendStatus(200))
app.post('/relay', async (request, response) => {
  const { url, accessToken, requests } = request.body as Relay
  let last: unknown = null
  for (const { method, params } of requests) {
    const answer = await axios.post<unknown>(`${url}/rest/${method}`, { ...params, auth: accessToken })
    last = answer.data
  }
  response.json(last)
})
app.listen(Number(process.env.PORT), '127.0.0.1')
