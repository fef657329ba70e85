/** What a program of the benchmark can be asked about its process. */
export type Question = keyof typeof answers

const answers = {
  cpu() {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  },
  memory() {
    globalThis.gc?.()
    const { heapUsed, external, rss } = process.memoryUsage()
    return { heapBytes: heapUsed + external, residentBytes: rss }
  },
}

// Loaded before the program: tells what its process uses, and ends it with the benchmark.
process.on('message', (question: Question) => void process.send?.(answers[question]()))
// Whoever asks must not keep the server from ending, but nobody goes on without them.
process.channel?.unref()
process.on('disconnect', () => process.exit())
