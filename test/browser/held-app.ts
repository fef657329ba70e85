import { chooseItem, type Visit } from './visit.ts'

/** Opens the app while its own script is held back, so that only the first sight is there; the answer lets it come. */
export async function openSlowly(visitor: Visit, path = '/crm/lead/details/1/'): Promise<() => void> {
  let come = (): void => {}
  const held = new Promise<void>((resolve) => (come = resolve))
  await visitor.page.route(/\/assets\/first-screen-.*\.js$/, async (route) => {
    await held
    await route.continue()
  })
  await chooseItem(visitor, path)
  return come
}
