// Loaded into a server before its program: tells how long its event loop was held, and what all objects share.
import { createServer } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const delays = monitorEventLoopDelay({ resolution: 5 })
delays.enable()

createServer((_, response) => {
  const told = {
    heldMs: delays.max / 1e6,
    shared: Reflect.ownKeys(Object.prototype).map(String).sort(),
    heapBytes: process.memoryUsage().heapUsed,
  }
  delays.reset()
  response.end(JSON.stringify(told))
})
  .listen(Number(process.env.MONITOR_PORT), '127.0.0.1')
  .unref()
