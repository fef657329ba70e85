import type { Language } from '../server/contract.ts'

/** What is said when no catalogue can be: in whatever language the page was opened. */
export const couldNotLoad: Record<Language, string> = {
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

/** The first language of a reader that we speak, else English; regions do not matter: `es-MX` is Spanish. */
export function chooseLanguage(wanted: readonly string[]): Language {
  const ours = Object.keys(couldNotLoad) as Language[]
  const base = (tag: string): string => tag.toLowerCase().split('-')[0]!
  for (const tag of wanted) {
    const language = ours.find((one) => base(one) === base(tag))
    if (language) return language
  }
  return 'en'
}
