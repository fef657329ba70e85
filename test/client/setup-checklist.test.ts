// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import manifest from '../../manifest/app.json' with { type: 'json' }
import SetupChecklist from '../../client/components/SetupChecklist.vue'
import { itemName } from '../../client/setup-words.ts'
import { loadTexts } from '../../client/texts.ts'
import { languages, type InstallStep } from '../../server/contract.ts'
import { mount } from './mount.ts'

const item = (code: string, refusal: string | null = null) => ({ code, refusal })

/** The lines of a checklist, read as a person reads them. */
async function read(...lines: InstallStep[]): Promise<string[]> {
  const page = await mount(SetupChecklist, { lines })
  return [...page.querySelectorAll('main > ul > li')].map((line) => line.textContent.replaceAll(/\s+/g, ' ').trim())
}

test('a line names in words what is missing, why, and what an older version left; the code stands behind', async () => {
  const [placements, events] = await read(
    {
      name: 'placements',
      state: 'failed',
      missing: [item('CRM_DEAL_DETAIL_TOOLBAR', 'Placement max count: 1'), item('IMMOBILE_CONTEXT_MENU')],
      leftover: [item('CRM_DYNAMIC_1030_DETAIL_TOOLBAR'), item('CRM_CONTACT_DETAIL_TAB')],
      mendable: true,
    },
    { name: 'events', state: 'done', missing: [], leftover: [], mendable: false },
  )
  expect(placements).toBe(
    'Menüpunkt in Leads, Aufträgen und Angeboten – fehlgeschlagen' +
      'Fehlt:Menü in der Karte des Auftrags CRM_DEAL_DETAIL_TOOLBAR' +
      'Bitrix24 sagt dazu: „Placement max count: 1“' +
      'Menü im Chat der mobilen App IMMOBILE_CONTEXT_MENU' +
      'Übrig von früher:Menü in der Karte von „Datensatz“ CRM_DYNAMIC_1030_DETAIL_TOOLBAR' +
      'Eine andere Stelle CRM_CONTACT_DETAIL_TAB',
  )
  expect(events).toBe('Benachrichtigungen – erledigt')
})

test('where setting up again mends nothing, the line says who has to do what', async () => {
  const lacking = { state: 'failed' as const, leftover: [], mendable: false }
  const [scopes, methods, placements] = await read(
    { name: 'scopes', missing: [item('userfieldconfig')], ...lacking },
    { name: 'methods', missing: [item('crm.item.add')], ...lacking },
    { name: 'placements', missing: [item('CRM_QUOTE_DETAIL_TOOLBAR')], ...lacking },
  )
  expect(scopes).toMatch(/Benutzerdefinierte Felder userfieldconfig.*nur ein Administrator/)
  expect(methods).toMatch(/Datensätze anlegen crm\.item\.add.*Bitrix24-Server betreibt/)
  expect(placements).toMatch(/Menü in der Karte des Angebots.*neuere Version von Bitrix24/)
})

test.each(languages)('everything of the manifest has a name in %s, and no two the same', async (language) => {
  const texts = await loadTexts(language)
  const wanted: [InstallStep['name'], string[]][] = [
    ['scopes', manifest.scopes],
    ['methods', manifest.methods],
    ['placements', manifest.placements.map(({ placement }) => placement)],
    ['events', [...manifest.events, ...manifest.timelineEvents]],
  ]
  for (const [step, codes] of wanted) {
    const other = itemName(texts, () => '', step, 'SOMETHING_ELSE')
    const names = codes.map((code) => itemName(texts, () => '', step, code))
    expect(names).not.toContain(null)
    expect(names).not.toContain(other)
    expect(new Set(names).size).toBe(codes.length)
  }
})
