import { followColorScheme } from './color-scheme.ts'
import { couldNotLoad } from './language.ts'
import { untilPainted } from './sight/until-painted.ts'
import { outside, readStart } from './start.ts'
import { applyStyles } from './styles.ts'

/** How long a portal may take to be read before anything is worked out for the app; a slower one leaves the time for it. */
const patienceMs = 150

/** The page ends with the first preview, which may take the portal a second; what else is needed is fetched meanwhile. */
const wholePage = new Promise<void>((resolve) => {
  if (document.readyState !== 'loading') resolve()
  else document.addEventListener('DOMContentLoaded', () => resolve(), { once: true })
})

void open()

/** Nothing here awaits at the top: the app's own files import this one's, which would wait for itself. */
async function open(): Promise<void> {
  const start = readStart() ?? (await wholePage.then(readStart)) ?? outside()
  document.documentElement.lang = start.language
  followColorScheme()
  const readable = wholePage.then(untilPainted)
  await Promise.race([readable, new Promise((resolve) => setTimeout(resolve, patienceMs))])
  try {
    // The styles first: a page that finds its own named as styles fetches them no second time.
    const styles = applyStyles()
    const { mountApp } = await import('./mount-app.ts')
    await mountApp(start, styles, readable)
    clearTheWay()
  } catch (error) {
    clearTheWay()
    // Without its parts the page has no catalogue to speak from, and a skeleton would promise something for ever.
    document.querySelector('#app')!.textContent = couldNotLoad[start.language]
    throw error
  }
}

/** What the server let people see until now; taken away in the frame that shows the app, which stands above it. */
function clearTheWay(): void {
  for (const id of ['waiting', 'sight']) document.getElementById(id)?.remove()
}
