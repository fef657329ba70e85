import b24Ui from '@bitrix24/b24ui-nuxt/vite'
import vue from '@vitejs/plugin-vue'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { precompress } from '../../../client/build/precompress.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

/** A page of the same kit, as small as the kit lets it be: the yardstick for the weight and speed of ours. */
export default defineConfig({
  root: here,
  plugins: [
    vue(),
    b24Ui({
      root: here,
      router: false,
      colorMode: false,
      autoImport: false,
      components: { dts: false },
      prose: false,
      mdc: false,
      experimental: { componentDetection: true },
    }),
    precompress(),
  ],
  build: { outDir: `${here}../../../dist/bench/minimal-page`, emptyOutDir: true, assetsInlineLimit: 0 },
})
