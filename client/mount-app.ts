import b24Ui from '@bitrix24/b24ui-nuxt/vue-plugin'
import { createApp, h, type Component } from 'vue'
import type { StartState } from '../server/contract.ts'
import App from './App.vue'
import { fetchRest } from './later.ts'
import './main.css'
import ConvertPage from './pages/ConvertPage.vue'
import { loadTexts, textsKey } from './texts.ts'

const pages: Record<StartState['page'], () => Promise<{ default: Component }>> = {
  // Comes with this very file: one file is on the screen sooner than twenty small ones.
  convert: () => Promise.resolve({ default: ConvertPage }),
  install: () => import('./pages/InstallPage.vue'),
  home: () => import('./pages/HomePage.vue'),
  outside: () => import('./pages/OutsidePage.vue'),
  refused: () => import('./pages/RefusedPage.vue'),
}

/** Puts the app on the page once all it waits for is there; fails when a part of it cannot be fetched. */
export async function mountApp(start: StartState, ...others: Promise<unknown>[]): Promise<void> {
  const [texts, { default: page }] = await Promise.all([loadTexts(start.language), pages[start.page](), ...others])
  createApp({ render: () => h(App, () => h(page, { start })) })
    .provide(textsKey, texts)
    .use(b24Ui)
    .mount('#app')
  fetchRest()
}
