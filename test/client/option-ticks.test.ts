// @vitest-environment happy-dom
import { HttpResponse } from 'msw'
import { describe, expect, test, vi } from 'vitest'
import MissingOptions from '../../client/components/MissingOptions.vue'
import { consequencesOf } from '../../client/consequences.ts'
import type { OptionTick } from '../../client/option-ticks.ts'
import { mount } from './mount.ts'
import { conversion, onConvert, open, useNetwork } from './our-server.ts'
import { dealPreview, target, text } from './previews.ts'

const network = useNetwork()
const missing = { field: 'UF_A', label: 'Dachdeckung', to: 'Eindeckung', list: 'UF_B', texts: ['Kupfer', 'Zink'] }
const left = {
  field: 'UF_A',
  label: 'Dachdeckung',
  values: [text('Kupfer'), text('Zink')],
  reason: { code: 'option_missing' as const, details: { options: 'Kupfer, Zink' } },
}
const quote = target('quote', { missingOptions: [missing], leftBehind: [left] })
const copper = { field: 'UF_A', text: 'Kupfer' }
const zinc = { field: 'UF_A', text: 'Zink' }

function consequences(ticked: OptionTick[], of = quote) {
  return consequencesOf(dealPreview([of]), ['quote'], {}, {}, {}, {}, { quote: ticked })[0]!
}

describe('a value that a list lacks', () => {
  test('stays behind until it is ticked, then travels', () => {
    expect(consequences([])).toMatchObject({ left: [left], changed: [] })
    expect(consequences([copper, zinc])).toMatchObject({
      left: [],
      changed: [{ from: 'Dachdeckung', to: 'Eindeckung', values: [text('Kupfer'), text('Zink')] }],
    })
    expect(consequences([copper, zinc]).changed[0]!.adjusted).toEqual([
      { code: 'option_added', details: { options: 'Kupfer, Zink' } },
    ])
  })

  test('that is not ticked is named beside those that travel', () => {
    expect(consequences([copper])).toMatchObject({
      left: [],
      changed: [
        {
          values: [text('Kupfer')],
          adjusted: [
            { code: 'option_added', details: { options: 'Kupfer' } },
            { code: 'options_partly_matched', details: { options: 'Zink' } },
          ],
        },
      ],
    })
  })

  test('is not added by somebody who may not', () => {
    const refused = target('quote', { ...quote, userFieldsRefusal: { code: 'no_right_to_add_fields' } })
    expect(consequences([copper], refused).left).toEqual([left])
  })
})

test('each value has a check box with the list it goes into, and ticking tells the page', async () => {
  const onTick = vi.fn<(options: OptionTick[]) => void>()
  const page = await mount(MissingOptions, { target: quote, ticked: [copper], onTick })
  const boxes = [...page.querySelectorAll<HTMLLabelElement>('label')]
  expect(boxes.map((box) => box.textContent)).toEqual([
    'Option „Kupfer“ ergänzenEindeckung',
    'Option „Zink“ ergänzenEindeckung',
  ])
  expect(boxes.map((box) => box.querySelector('input')!.checked)).toEqual([true, false])
  boxes[1]!.querySelector('input')!.click()
  expect(onTick).toHaveBeenCalledWith([copper, zinc])
})

test('who may not configure the CRM sees the values and why there is no check box', async () => {
  const refused = target('quote', { ...quote, userFieldsRefusal: { code: 'no_right_to_add_fields' } })
  const page = await mount(MissingOptions, { target: refused, ticked: [] })
  expect(page.querySelector('input')).toBeNull()
  expect(page.textContent).toContain('Kupfer')
  expect(page.textContent).toContain('wer die Einstellungen des CRM ändern darf')
})

test('ticked options are sent, and none when nothing was ticked', async () => {
  const { handler, requests } = onConvert(({ requestId }) => HttpResponse.json(conversion(requestId, 'done')))
  network.use(handler)
  const page = open(dealPreview([quote]))
  await page.continue()
  page.tickOptions('quote', [copper, { field: 'UF_A', text: 'never offered' }])
  await page.continue()
  expect(requests.map(({ addOptions }) => addOptions)).toEqual([{}, { quote: [copper] }])
})
