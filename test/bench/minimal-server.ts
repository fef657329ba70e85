import compression from 'compression'
import express from 'express'
import { projectPath } from '../../server/config.ts'
import { assetRoutes } from '../../server/routes/assets.ts'

const folder = projectPath('dist/bench/minimal-page')
const app = express()
app.use(compression())
app.get('/ready', (_, response) => void response.sendStatus(200))
// Its files travel as ours do: compressed while building.
app.use('/assets', assetRoutes(`${folder}/assets`))
app.post('/app', (_, response) => response.sendFile(`${folder}/index.html`))
app.listen(Number(process.env.PORT), '127.0.0.1')
