// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import SetupChecklist from '../../client/components/SetupChecklist.vue'
import { mount } from './mount.ts'

test('a line of the checklist names what is missing, and what an older version left', async () => {
  const page = await mount(SetupChecklist, {
    lines: [
      {
        name: 'placements',
        state: 'failed',
        missing: ['CRM_DEAL_DETAIL_TOOLBAR'],
        leftover: ['CRM_CONTACT_DETAIL_TAB'],
      },
      { name: 'events', state: 'done', missing: [], leftover: [] },
    ],
  })
  const [placements, events] = page.querySelectorAll('li')
  expect(placements!.textContent).toContain('Fehlt: CRM_DEAL_DETAIL_TOOLBAR')
  expect(placements!.textContent).toContain('Übrig von früher: CRM_CONTACT_DETAIL_TAB')
  expect(events!.textContent).not.toMatch(/Fehlt|Übrig/)
})
