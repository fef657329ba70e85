import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))

/** The benchmark and the processes it starts, as plain Node programs. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    outDir: `${here}../../dist/bench`,
    emptyOutDir: true,
    target: 'node20',
    rollupOptions: {
      input: Object.fromEntries(
        ['main', 'probe', 'minimal-server', 'portals', 'bare-server'].map((name) => [name, `${here}${name}.ts`]),
      ),
      output: { entryFileNames: '[name].js' },
    },
  },
})
