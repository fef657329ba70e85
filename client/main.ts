import b24Ui from '@bitrix24/b24ui-nuxt/vue-plugin'
import { createApp, h, type Component } from 'vue'
import type { StartState } from '../server/contract.ts'
import App from './App.vue'
import { followColorScheme } from './color-scheme.ts'
import './main.css'
import { readStart } from './start.ts'
import { loadTexts, textsKey } from './texts.ts'

const pages: Record<StartState['page'], () => Promise<{ default: Component }>> = {
  convert: () => import('./pages/ConvertPage.vue'),
  install: () => import('./pages/InstallPage.vue'),
  home: () => import('./pages/HomePage.vue'),
  outside: () => import('./pages/OutsidePage.vue'),
  refused: () => import('./pages/RefusedPage.vue'),
}

const start = readStart()
document.documentElement.lang = start.language
followColorScheme()

const [texts, { default: page }] = await Promise.all([loadTexts(start.language), pages[start.page]()])
createApp({ render: () => h(App, { language: start.language }, () => h(page, { start })) })
  .provide(textsKey, texts)
  .use(b24Ui)
  .mount('#app')
