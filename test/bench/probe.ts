/** Loaded before a program of the benchmark: tells on demand what its process uses, and ends it with the benchmark. */
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  process.send?.({ cpuMs: (user + system) / 1000, heapBytes: heapUsed + external, residentBytes: rss })
})
// Whoever asks must not keep the server from ending, but nobody goes on without them.
process.channel?.unref()
process.on('disconnect', () => process.exit())
