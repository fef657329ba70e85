import type { Plugin } from 'vite'

const nothing = '\0no-toaster'

/** The kit's frame of an app brings its toasts along, 4 kB of what is fetched, though `toaster` is null here. */
export function withoutToasts(): Plugin {
  return {
    name: 'without-toasts',
    apply: 'build',
    enforce: 'pre',
    resolveId: (source, importer) =>
      source.endsWith('/Toaster.vue') && importer?.includes('/b24ui-nuxt/') ? nothing : null,
    load: (id) => (id === nothing ? 'export default {}' : null),
  }
}
