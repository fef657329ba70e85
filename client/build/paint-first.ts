import type { Plugin } from 'vite'

/**
 * The built page names its styles as preloads: a stylesheet in the head would keep the skeleton white until it has
 * arrived. `main.ts` makes styles of them before it mounts anything.
 */
export function paintFirst(): Plugin {
  return {
    name: 'paint-first',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replaceAll('<link rel="stylesheet"', '<link rel="preload" as="style"'),
    },
  }
}
