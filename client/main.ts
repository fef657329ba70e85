import b24Ui from '@bitrix24/b24ui-nuxt/vue-plugin'
import { createApp, h, type Component } from 'vue'
import type { Language, StartState } from '../server/contract.ts'
import App from './App.vue'
import { followColorScheme } from './color-scheme.ts'
import { fetchRest } from './later.ts'
import './main.css'
import ConvertPage from './pages/ConvertPage.vue'
import { outside, readStart } from './start.ts'
import { applyStyles } from './styles.ts'
import { loadTexts, textsKey } from './texts.ts'

const pages: Record<StartState['page'], () => Promise<{ default: Component }>> = {
  // Comes with this very file: one file is on the screen sooner than twenty small ones.
  convert: () => Promise.resolve({ default: ConvertPage }),
  install: () => import('./pages/InstallPage.vue'),
  home: () => import('./pages/HomePage.vue'),
  outside: () => import('./pages/OutsidePage.vue'),
  refused: () => import('./pages/RefusedPage.vue'),
}

const couldNotLoad: Record<Language, string> = {
  de: 'Die App ließ sich nicht laden. Bitte schließen Sie dieses Fenster und öffnen Sie die App noch einmal.',
  en: 'The app could not be loaded. Please close this window and open the app again.',
  fr: 'L’application n’a pas pu être chargée. Fermez cette fenêtre et ouvrez-la de nouveau.',
  es: 'No se pudo cargar la aplicación. Cierre esta ventana y ábrala de nuevo.',
  it: 'Impossibile caricare l’applicazione. Chiudi questa finestra e riaprila.',
  pl: 'Nie udało się wczytać aplikacji. Zamknij to okno i otwórz ją ponownie.',
  'pt-br': 'Não foi possível carregar o aplicativo. Feche esta janela e abra-o novamente.',
  ru: 'Не удалось загрузить приложение. Закройте это окно и откройте его снова.',
  uk: 'Не вдалося завантажити застосунок. Закрийте це вікно й відкрийте його знову.',
}

/** The page ends with the first preview, which may take the portal a second; what else is needed is fetched meanwhile. */
const wholePage = new Promise<void>((resolve) => {
  if (document.readyState !== 'loading') resolve()
  else document.addEventListener('DOMContentLoaded', () => resolve(), { once: true })
})

const start = readStart() ?? (await wholePage.then(readStart)) ?? outside()
document.documentElement.lang = start.language
followColorScheme()

try {
  // The styles first: a page that finds its own named as styles fetches them no second time.
  const styles = applyStyles()
  const parts = [loadTexts(start.language), pages[start.page](), styles, wholePage] as const
  const [texts, { default: page }] = await Promise.all(parts)
  createApp({ render: () => h(App, () => h(page, { start })) })
    .provide(textsKey, texts)
    .use(b24Ui)
    .mount('#app')
  clearTheWay()
  fetchRest()
} catch (error) {
  clearTheWay()
  // Without its parts the page has no catalogue to speak from, and a skeleton would promise something for ever.
  document.querySelector('#app')!.textContent = couldNotLoad[start.language]
  throw error
}

/** What the server let people see until now; taken away in the frame that shows the app, which stands above it. */
function clearTheWay(): void {
  for (const id of ['waiting', 'sight']) document.getElementById(id)?.remove()
}
