// @vitest-environment happy-dom
import { http, HttpResponse } from 'msw'
import { describe, expect, test } from 'vitest'
import { at, conversion, onConvert, open, useNetwork } from './our-server.ts'
import { dealPreview, leadPreview, missing, target } from './previews.ts'

const network = useNetwork()

describe('choosing', () => {
  test('costs no request', () => {
    const page = open(leadPreview())
    page.choose('company', true)
    page.choose('deal', false)
    expect(page.chosen.value).toEqual(['contact', 'company'])
  })

  test('from a lead takes any combination, and nothing is an obstacle', () => {
    const page = open(leadPreview())
    for (const type of ['deal', 'contact'] as const) page.choose(type, false)
    expect(page.obstacle.value).toEqual({ what: 'target' })
    page.choose('company', true)
    expect(page.obstacle.value).toBeNull()
  })

  test('from a deal takes exactly one', () => {
    const page = open(dealPreview())
    expect(page.chosen.value).toEqual([])
    page.choose('quote', true)
    page.choose('invoice', true)
    expect(page.chosen.value).toEqual(['invoice'])
  })

  test('is not needed when only one target is possible', () => {
    const page = open(dealPreview([target('quote', { refusal: { code: 'made_from_quote' } }), target('invoice')]))
    expect(page.chosen.value).toEqual(['invoice'])
  })

  test('never takes a target that cannot be made', () => {
    const page = open(
      leadPreview({ targets: [target('deal'), target('contact', { refusal: { code: 'type_denied' } })] }),
    )
    page.choose('contact', true)
    expect(page.chosen.value).toEqual(['deal'])
  })

  test('ticks every missing field at first, and none without the right to add them', () => {
    const fields = { missingUserFields: [missing('UF_A'), missing('UF_B')] }
    const page = open(
      dealPreview([
        target('quote', fields),
        target('invoice', { ...fields, userFieldsRefusal: { code: 'no_right_to_add_fields' } }),
      ]),
    )
    expect(page.ticks.value.quote).toEqual(['UF_A', 'UF_B'])
    expect(page.ticks.value.invoice).toEqual([])
  })

  test('wants a pipeline when there are several', async () => {
    const { handler, requests } = onConvert(({ requestId }) => HttpResponse.json(conversion(requestId, 'done')))
    network.use(handler)
    const pipelines = [
      { id: 0, name: 'General', isDefault: true },
      { id: 3, name: 'Service', isDefault: false },
    ]
    const page = open(dealPreview([target('invoice', { pipelines })]))
    await page.continue()
    expect(requests).toEqual([])
    expect(page.obstacle.value).toEqual({ what: 'pipeline', target: 'invoice' })
    page.choosePipeline('invoice', 3)
    await page.continue()
    expect(requests[0]!.pipelines).toEqual({ invoice: 3 })
  })
})

describe('the last choice', () => {
  const pipelines = [
    { id: 0, name: 'General', isDefault: true },
    { id: 4, name: 'Service', isDefault: false },
  ]

  test('is where the next one starts, with its pipeline', () => {
    const page = open(
      leadPreview({
        targets: [target('deal', { pipelines }), target('contact'), target('company')],
        remembered: { targets: ['company', 'deal'], pipelines: { deal: 4 } },
      }),
    )
    expect(page.chosen.value).toEqual(['deal', 'company'])
    expect(page.pipelines.value).toEqual({ deal: 4 })
    expect(page.obstacle.value).toBeNull()
  })

  test('counts only as far as it is still offered', () => {
    const page = open(
      leadPreview({
        targets: [
          target('deal', { pipelines }),
          target('contact'),
          target('company', { refusal: { code: 'type_denied' } }),
        ],
        remembered: { targets: ['deal', 'company'], pipelines: { deal: 9 } },
      }),
    )
    expect(page.chosen.value).toEqual(['deal'])
    expect(page.obstacle.value).toEqual({ what: 'pipeline', target: 'deal' })
  })

  test('of which nothing is left changes nothing', () => {
    const refusal = { code: 'type_denied' } as const
    const page = open(
      leadPreview({
        targets: [target('deal'), target('contact'), target('company', { refusal })],
        remembered: { targets: ['company'], pipelines: {} },
      }),
    )
    expect(page.chosen.value).toEqual(['deal', 'contact'])
  })

  test('never makes two of what is made one at a time', () => {
    const page = open({ ...dealPreview(), remembered: { targets: ['invoice', 'quote'], pipelines: {} } })
    expect(page.chosen.value).toEqual(['invoice'])
  })

  test('does not overrule what the person chose before the record was read anew', async () => {
    const next = { ...dealPreview(), remembered: { targets: ['quote' as const], pipelines: {} } }
    network.use(http.post(at('/api/preview'), () => HttpResponse.json(next)))
    const page = open(next)
    page.choose('invoice', true)
    await page.reload()
    expect(page.chosen.value).toEqual(['invoice'])
  })
})

test('a record that exists already is asked for without pipeline and fields of its own', async () => {
  const { handler, requests } = onConvert(({ requestId }) => HttpResponse.json(conversion(requestId, 'done')))
  network.use(handler)
  const pipelines = [
    { id: 0, name: 'General', isDefault: true },
    { id: 4, name: 'Service', isDefault: false },
  ]
  const reuse = { id: 6, title: 'Deal', path: '/crm/deal/details/6/' }
  const page = open(
    leadPreview({
      targets: [target('deal', { reuse, pipelines, missingUserFields: [missing('UF_A')] }), target('contact')],
    }),
  )
  expect(page.obstacle.value).toBeNull()
  await page.continue()
  expect(requests[0]).toMatchObject({ targets: ['deal', 'contact'], addUserFields: {}, pipelines: {}, rows: {} })
})
