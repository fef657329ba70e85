// @vitest-environment happy-dom
import { http, HttpResponse } from 'msw'
import { describe, expect, test } from 'vitest'
import { openApi } from '../../client/api.ts'
import { useConversion, type ConversionState } from '../../client/composables/useConversion.ts'
import type { Wish } from '../../server/contract.ts'
import type { TargetPreview } from '../../server/conversion/preview.ts'
import type { ReasonCode } from '../../server/conversion/reasons.ts'
import { at, conversion, onConvert, pace, useNetwork } from './our-server.ts'
import { dealPreview, missing, required, row, target, text } from './previews.ts'

const network = useNetwork()
const requestId = 'fdf39987-e230-85b0-a9d5-73e15851898c'

/** A page that an item of a deal's menu opened, with what the preview says about invoices. */
function openItem(invoice: Partial<TargetPreview> = {}, wish: Partial<NonNullable<Wish['atOnce']>> = {}) {
  const preview = { ...dealPreview([target('quote'), target('invoice', invoice)]), unfinished: [] }
  const tokens = { accessToken: () => Promise.resolve('a'), renewToken: () => Promise.resolve('b') }
  const atOnce = { requestId, made: null, ...wish }
  return useConversion({ preview, wish: { targets: ['invoice'], atOnce } }, openApi('session', tokens), pace)
}

/** The same by the only item of the menu, with what the preview says about quotes and invoices. */
function openOnlyItem([quote, invoice]: Partial<TargetPreview>[]) {
  const preview = { ...dealPreview([target('quote', quote), target('invoice', invoice)]), unfinished: [] }
  const tokens = { accessToken: () => Promise.resolve('a'), renewToken: () => Promise.resolve('b') }
  const wish = { targets: null, atOnce: { requestId, made: null } }
  return useConversion({ preview, wish }, openApi('session', tokens), pace)
}

async function sentBy(page: ConversionState) {
  const { handler, requests } = onConvert((request) => HttpResponse.json(conversion(request.requestId, 'done')))
  network.use(handler)
  await page.begin()
  return requests
}

const left = (code: ReasonCode) => ({ field: 'F', label: 'F', values: [text('x')], reason: { code } })
const changed = (code: ReasonCode) => ({
  sourceField: 'F',
  from: 'F',
  to: 'F',
  field: 'F',
  values: [text('x')],
  adjusted: [{ code }],
})
const pipelines = [1, 2].map((id) => ({ id, name: `Pipeline ${id}`, isDefault: id === 1 }))

describe('an item that makes something at once', () => {
  test.each<[string, Partial<TargetPreview>]>([
    ['there is nothing to say', {}],
    ['only what each record has of its own stays behind', { leftBehind: [left('own_value'), left('no_counterpart')] }],
    ['fields the target lacks hold nothing', { missingUserFields: [{ ...missing('UF_A'), values: [] }] }],
    ['the administrator has set the pipeline', { pipelines, start: { pipeline: 2, always: false, stage: null } }],
    ['rows travel whole', { rows: [row(0, 'Tile')] }],
  ])('does so when %s, by its own id and without new fields', async (_, invoice) => {
    const [sent, ...more] = await sentBy(openItem(invoice))
    expect(more).toEqual([])
    expect(sent).toMatchObject({ requestId, targets: ['invoice'], addUserFields: {} })
  })

  test.each<[string, Partial<TargetPreview>]>([
    ['it cannot be made', { refusal: { code: 'made_from_quote' } }],
    ['the target lacks a filled field', { missingUserFields: [missing('UF_A')] }],
    ['a list lacks an option', { missingOptions: [{ field: 'F', label: 'F', to: 'F', list: 'F', texts: ['x'] }] }],
    ['something must be filled in', { required: [required('UF_A')] }],
    ['there are pipelines to choose from', { pipelines }],
    ['something of the kind was made before', { earlier: 1 }],
    ['what the administrator set is gone', { notices: [{ code: 'stage_gone' }] }],
    ['a value is lost', { leftBehind: [left('not_a_number')] }],
    ['a value changes', { transfers: [changed('rounded')] }],
    ['nothing is left', { exhausted: true }],
    ['a row was carried before', { leftBehind: [left('already_converted')] }],
  ])('waits for a click when %s', async (_, invoice) => {
    const page = openItem(invoice)
    expect(await sentBy(page)).toEqual([])
    expect(page.writing.value).toBe(false)
  })

  test('and names nothing does so where only one thing is possible', async () => {
    const [sent, ...more] = await sentBy(openOnlyItem([{ refusal: { code: 'switched_off' } }, {}]))
    expect(more).toEqual([])
    expect(sent).toMatchObject({ requestId, targets: ['invoice'], addUserFields: {} })
  })

  test.each<[string, Partial<TargetPreview>[]]>([
    ['there is a choice', [{}, {}]],
    ['nothing is possible', [{ refusal: { code: 'switched_off' } }, { refusal: { code: 'made_from_quote' } }]],
    ['something of the only kind was made before', [{ refusal: { code: 'switched_off' } }, { earlier: 1 }]],
  ])('and names nothing waits for a click when %s', async (_, targets) => {
    const page = openOnlyItem(targets)
    expect(await sentBy(page)).toEqual([])
    expect(page.writing.value).toBe(false)
  })

  test('waits for a click while anything of the record is unfinished', async () => {
    const half = { conversion: conversion('half', 'partial'), byAnother: true, startedAt: '2026-11-01T10:00:00Z' }
    const preview = { ...dealPreview([target('quote'), target('invoice')]), unfinished: [half] }
    const tokens = { accessToken: () => Promise.resolve('a'), renewToken: () => Promise.resolve('b') }
    const wish = { targets: ['invoice' as const], atOnce: { requestId, made: null } }
    const page = useConversion({ preview, wish }, openApi('session', tokens), pace)
    expect(await sentBy(page)).toEqual([])
    expect(page.writing.value).toBe(false)
  })

  test('shows what it made before when its frame is loaded again, and asks for nothing', async () => {
    const page = openItem({ earlier: 1 }, { made: conversion(requestId, 'done') })
    expect(await sentBy(page)).toEqual([])
    expect(page.conversion.value).toMatchObject({ requestId, outcome: 'done' })
  })

  test('stays with what is still being made', async () => {
    let asked = 0
    network.use(
      http.get(at(`/api/conversions/${requestId}`), () =>
        HttpResponse.json(conversion(requestId, ++asked < 3 ? 'running' : 'done')),
      ),
    )
    const page = openItem({}, { made: conversion(requestId, 'running') })
    expect(await sentBy(page)).toEqual([])
    expect([asked, page.conversion.value?.outcome]).toEqual([3, 'done'])
  })

  test('that waits for a click makes it by an id of that click', async () => {
    const page = openItem({ earlier: 1 })
    await sentBy(page)
    const { handler, requests } = onConvert((request) => HttpResponse.json(conversion(request.requestId, 'done')))
    network.use(handler)
    await page.continue()
    expect(requests[0]!.requestId).not.toBe(requestId)
  })
})
