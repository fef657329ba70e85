import compression from 'compression'
import express from 'express'
import { projectPath } from '../../server/config.ts'

const folder = projectPath('dist/bench/minimal-page')
const app = express()
app.use(compression())
app.get('/ready', (_, response) => void response.sendStatus(200))
app.use('/assets', express.static(`${folder}/assets`, { immutable: true, maxAge: '1y' }))
app.post('/app', (_, response) => response.sendFile(`${folder}/index.html`))
app.listen(Number(process.env.PORT), '127.0.0.1')
