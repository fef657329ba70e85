/** Loaded before a server that is measured: tells on demand what its process uses. */
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  process.send?.({ cpuMs: (user + system) / 1000, heapBytes: heapUsed + external, residentBytes: rss })
})
// Whoever asks must not keep the server from ending.
process.channel?.unref()
