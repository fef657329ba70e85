import b24Ui from '@bitrix24/b24ui-nuxt/vite'
import vue from '@vitejs/plugin-vue'
import { fileURLToPath } from 'node:url'
import type { UserConfig } from 'vite'
import { defineConfig } from 'vitest/config'
import { compileTexts } from './client/build/compile-texts.ts'
import { directImports } from './client/build/direct-imports.ts'
import { firstScreen } from './client/build/first-screen.ts'
import { precompress } from './client/build/precompress.ts'
import { withoutToasts } from './client/build/without-toasts.ts'

const projectRoot = fileURLToPath(new URL('.', import.meta.url))

/** The pages: no inline script and no inlined asset, so that the content policy can stay at `script-src 'self'`. */
const client: UserConfig = {
  root: 'client',
  plugins: [
    vue(),
    b24Ui({
      root: projectRoot,
      router: false,
      colorMode: false,
      autoImport: false,
      components: { dts: `${projectRoot}components.d.ts` },
      prose: false,
      mdc: false,
      experimental: { componentDetection: true },
    }),
    compileTexts(),
    directImports(),
    withoutToasts(),
    precompress(),
  ],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // The server reads from it which parts a page needs.
    manifest: true,
    // Every browser that draws the kit's styles preloads modules by itself.
    modulePreload: { polyfill: false },
    rollupOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: firstScreen, debugName: 'first screen' }],
        },
      },
    },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
  },
}

/** Plain Node programs beside node_modules, each folder with nothing but its own; migrations are read from disk. */
const programs = (outDir: string, input: Record<string, string>): UserConfig => ({
  publicDir: false,
  // Packages are built in: a process reads a few files instead of hundreds, and is ready in half the time. The embedded
  // database reads its own files beside its program.
  ssr: { noExternal: true, external: ['@electric-sql/pglite'] },
  build: {
    ssr: true,
    outDir,
    emptyOutDir: true,
    target: 'node20',
    rollupOptions: {
      input,
      output: { entryFileNames: '[name].js' },
    },
  },
})

/** What is deployed holds neither the demo nor the simulated portal. */
const server = programs('dist/server', { main: 'server/main.ts' })
const demo = programs('dist/demo', { demo: 'test/demo.ts', portal: 'test/portal.ts' })

const inBrowser = [
  'test/browser/**/*.test.ts',
  'test/simulator/host/**/*.test.ts',
  'test/simulator/control/host-page.test.ts',
]

export default defineConfig(({ isSsrBuild, mode }) => {
  if (mode !== 'test') return isSsrBuild ? (mode === 'demo' ? demo : server) : client
  return {
    plugins: [vue()],
    test: {
      // As many files at once as there are cores: much of the time goes by with waiting for browsers and processes.
      maxWorkers: '100%',
      // What the server writes into a page is drawn there by real browsers.
      css: { include: [/first-sight/] },
      // A busy machine with two cores creates an embedded database in ten seconds.
      testTimeout: 30_000,
      hookTimeout: 60_000,
      expect: { poll: { timeout: 20_000 } },
      projects: [
        { extends: true, test: { name: 'all', include: ['test/**/*.test.ts'], exclude: inBrowser } },
        // A real browser on a busy machine may miss a moment once; what misses it twice is broken.
        {
          extends: true,
          test: { name: 'browser', include: inBrowser, retry: 1, testTimeout: 120_000, hookTimeout: 120_000 },
        },
      ],
    },
  }
})
