import { describe, expect, test } from 'vitest'
import type { Simulator } from '../simulator/create-simulator.ts'
import { newest, openCard, openPortal, salesperson, useApp } from './door.ts'
import { decide, withPair } from './main-page.ts'

useApp()

/** A portal whose deals have a second pipeline with two stages, and a quote to make deals from. */
async function portalWithPipeline() {
  const portal = await openPortal()
  const stages = [
    { code: 'NEW', name: 'Anfrage' },
    { code: 'PLAN', name: 'Planung' },
  ]
  const { id } = portal.addPipeline('deal', { name: 'Export', stages })
  return { portal, id, stage: `C${id}:PLAN` }
}
const openQuote = (portal: Simulator) => {
  const quote = portal.add('quote', { title: 'Roof', assignedById: salesperson })
  return openCard(portal, salesperson, 'quote', quote.id)
}

describe('where a new record starts', () => {
  test('is the pipeline and stage the administrator has set, without another request', async () => {
    const { portal, id, stage } = await portalWithPipeline()
    await decide(portal, withPair('quote>deal', { start: { pipeline: id, stage, always: false } }))
    portal.requests.length = 0
    const page = await openQuote(portal)
    expect(page.target('deal').start).toEqual({ pipeline: id, stage: 'Planung', always: false })
    await page.convert(['deal'])
    expect(newest(portal, 'deal').values).toMatchObject({ categoryId: id, stageId: stage })
    expect(portal.requests).toHaveLength(3)
  })

  test('is the portal’s first stage in a pipeline the person chose instead', async () => {
    const { portal, id, stage } = await portalWithPipeline()
    await decide(portal, withPair('quote>deal', { start: { pipeline: id, stage, always: true } }))
    await (await openQuote(portal)).convert(['deal'], { pipelines: { deal: 0 } })
    expect(newest(portal, 'deal').values).toMatchObject({ categoryId: 0, stageId: 'NEW' })
  })

  test('is a stage alone where the type has no pipelines', async () => {
    const portal = await openPortal()
    await decide(portal, withPair('deal>quote', { start: { pipeline: null, stage: 'SENT', always: false } }))
    const deal = portal.add('deal', { title: 'Roof', assignedById: salesperson })
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    expect(page.target('quote').start.stage).toBe('An Kunden gesendet')
    await page.convert(['quote'])
    expect(newest(portal, 'quote').values.stageId).toBe('SENT')
  })

  test('is the first stage when the one that was set is gone, and the page says so', async () => {
    const { portal, id, stage } = await portalWithPipeline()
    await decide(portal, withPair('quote>deal', { start: { pipeline: id, stage, always: false } }))
    portal.state.statuses = portal.state.statuses.filter(({ statusId }) => statusId !== stage)
    const page = await openQuote(portal)
    expect(page.target('deal').notices).toEqual([{ code: 'stage_gone' }])
    await page.convert(['deal'])
    expect(newest(portal, 'deal').values).toMatchObject({ categoryId: id, stageId: `C${id}:NEW` })
  })

  test('is the first pipeline when the one that was set is gone, and the page says so', async () => {
    const { portal, id, stage } = await portalWithPipeline()
    await decide(portal, withPair('quote>deal', { start: { pipeline: id, stage, always: true } }))
    portal.state.categories = portal.state.categories.filter((category) => category.id !== id)
    const page = await openQuote(portal)
    expect(page.target('deal')).toMatchObject({
      notices: [{ code: 'pipeline_gone' }],
      start: { pipeline: null, always: false, stage: null },
    })
    await page.convert(['deal'])
    expect(newest(portal, 'deal').values).toMatchObject({ categoryId: 0, stageId: 'NEW' })
  })
})
