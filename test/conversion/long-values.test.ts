import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { boundAttempts, type Attempt } from '../../server/conversion/attempts.ts'
import { boundConversion } from '../../server/conversion/bounded.ts'
import { cutLongValues, isCut, longestText, longTextsIn, type Digest } from '../../server/conversion/cut-value.ts'
import { stillMissing } from '../../server/conversion/left-out.ts'
import type { Conversion, Step } from '../../server/conversion/outcome.ts'
import { planRestore } from '../../server/conversion/plan-restore.ts'
import type { Plan } from '../../server/conversion/plan.ts'
import { planToCompare, planToWrite } from '../../server/conversion/recover-plan.ts'
import type { ProductRow } from '../../server/conversion/snapshot.ts'

const digest: Digest = (text) => createHash('sha256').update(text).digest('hex')
const long = (word: string): string => word.repeat(Math.ceil(200_000 / word.length))
const none = new Map<string, string>()

const row = (productName: string): ProductRow => ({ productName, price: 5, quantity: 1 }) as ProductRow
const address = { client: 'contact', template: { id: 1, name: 'Person' }, addresses: [{ CITY: 'Bonn' }] } as const

function planOf(changes: Partial<Plan> = {}): Plan {
  return {
    version: 1,
    source: { type: 'lead', id: 7, title: 'Roof', updatedTime: '2026-11-23T10:00:00+01:00' },
    creations: [
      {
        type: 'deal',
        title: 'Roof',
        userFields: [],
        options: [],
        fields: { title: 'Roof', comments: long('Ziegel'), UF_CRM_NOTES: ['short', long('Pfanne')] },
        rows: [row('Tile'), row(long('Tile'))],
        files: [],
        marker: null,
        before: [],
        expected: null,
      },
    ],
    reused: [],
    completions: [],
    details: [],
    address: { ...address, addresses: [{ CITY: long('Bonn') }] },
    closing: null,
    before: {},
    history: { activities: [], comments: [] },
    portalLanguage: 'de',
    fieldRight: 'person',
    mappingVersions: {},
    smartTypes: {},
    ...changes,
  }
}

const conversionOf = (changes: Partial<Conversion> = {}): Conversion => ({
  requestId: 'r',
  outcome: 'partial',
  created: [],
  reused: [],
  steps: [],
  differences: null,
  open: null,
  readBack: {},
  undo: null,
  ...changes,
})

describe('texts that are too long for the journal', () => {
  it('are cut wherever they stand in a plan, beyond 64 kB of UTF-8 and not before', () => {
    const [just, over] = ['ü'.repeat(longestText / 2), 'ü'.repeat(longestText / 2 + 1)]
    const plan = planOf({ before: { just, over }, source: { ...planOf().source, title: long('Roof') } })
    const stored = cutLongValues(plan, digest)
    expect(stored.before.just).toBe(just)
    expect(stored.before.over).toEqual({
      cut: { sha256: digest(over), bytes: longestText + 2, start: 'ü'.repeat(200) },
    })
    expect([stored.source.title, stored.creations[0]!.rows[1]!.productName].every(isCut)).toBe(true)
    expect(JSON.stringify(stored).length).toBeLessThan(70_000)
  })

  it('cost nothing where there are none', () => {
    const plan = planOf({ creations: [], address: null })
    expect(cutLongValues(plan, digest)).toBe(plan)
  })

  it('are back in their places where the portal still holds the very same', () => {
    const plan = planOf()
    const texts = longTextsIn([long('Ziegel'), [{ a: long('Pfanne') }], long('Tile'), long('Bonn'), 'short'], digest)
    expect(planToWrite(cutLongValues(plan, digest), texts)).toEqual({ plan, leftOut: [] })
  })

  it('are never written as what is kept of them: each is left out and named', () => {
    const { plan, leftOut } = planToWrite(cutLongValues(planOf(), digest), longTextsIn(long('other'), digest))
    expect(plan.creations[0]!.fields).toEqual({ title: 'Roof', UF_CRM_NOTES: ['short'] })
    expect([plan.creations[0]!.rows, plan.address]).toEqual([[], null])
    expect(leftOut.map(({ step, target, field }) => [step, target, field])).toEqual([
      ['rows', 'deal', 'Roof'],
      ['longValues', 'deal', 'comments'],
      ['longValues', 'deal', 'UF_CRM_NOTES'],
      ['address', 'contact', 'Roof'],
    ])
  })

  it('are missing only where something is still to be written', () => {
    const { leftOut } = planToWrite(cutLongValues(planOf(), digest), none)
    const created = [{ type: 'deal', id: 1, title: 'Roof', path: '' }] as const
    const steps: Step[] = [{ name: 'rows', target: 'deal', state: 'done', refusal: null }]
    const missing = stillMissing(planOf(), { created: [...created], steps }, leftOut)
    expect(missing.map(({ step }) => step)).toEqual(['address'])
  })

  it('are shown by their start where people read them', () => {
    const title = long('Dachausbau ')
    const stored = cutLongValues(planOf({ source: { ...planOf().source, title } }), digest)
    expect(planToCompare(stored, none).source.title).toBe(`${title.slice(0, 200)}…`)
  })

  it('that the source held before are not given back to it, and what is known is', () => {
    const plan = planOf({
      closing: { stageId: 'CONVERTED', contactId: 5, note: 'new' },
      before: { stageId: 'NEW', contactId: 4, note: long('old') },
    })
    const now = { stageId: 'CONVERTED', contactId: 5, note: 'new' }
    const restored = (of: Plan) =>
      planRestore(planToCompare(cutLongValues(of, digest), none), conversionOf(), now, true)
    expect(restored(plan)).toEqual({ restore: { stageId: 'NEW', contactId: 4 }, source: null, keepsSome: true })
    const nothingKnown = { ...plan, before: { stageId: long('NEW') } }
    expect(restored(nothingKnown)).toEqual({ restore: null, source: 'tooLong', keepsSome: true })
  })
})

describe('what a portal says about a conversion', () => {
  it('is kept up to a length, and what is more is counted', () => {
    const refusal = { code: 'c'.repeat(9000), message: 'm'.repeat(9000), method: 'crm.item.add' }
    const record = { type: 'deal', id: 1, title: 'Roof', path: '' } as const
    const records = Array.from({ length: 5000 }, () => ({ record, state: 'uncertain', refusal: null }) as const)
    const bounded = boundConversion(
      conversionOf({
        steps: [{ name: 'create', target: 'deal', state: 'failed', refusal }],
        undo: { records, clients: [], source: 'kept', comment: null },
      }),
    )
    expect(bounded.steps[0]!.refusal!.message).toBe(`${'m'.repeat(1999)}…`)
    expect(bounded.steps[0]!.refusal!.code).toHaveLength(2000)
    expect(bounded.undo!.records).toHaveLength(200)
    expect(bounded.omitted).toBe(4800)
    expect(boundConversion(bounded)).toEqual(bounded)
  })

  it('keeps a usual conversion as it is', () => {
    const usual = conversionOf({ steps: [{ name: 'create', target: 'deal', state: 'done', refusal: null }] })
    expect(boundConversion(usual)).toEqual(usual)
  })

  it('takes no more room for fields it wants filled than a person can fill', () => {
    const options = Array.from({ length: 5000 }, (_, place) => ({ value: String(place), text: 't'.repeat(100) }))
    const wanted = Array.from({ length: 300 }, (_, place) => ({ field: `F${place}`, label: 'Label', options }))
    const refusal = { code: 'REQUIRED', message: '', method: '', wanted } as unknown as Step['refusal']
    const step: Step = { name: 'create', target: 'deal', state: 'failed', refusal }
    const bounded = boundConversion(conversionOf({ steps: [step] }))
    expect(JSON.stringify(bounded).length).toBeLessThan(300_000)
    expect(bounded.steps[0]!.refusal!.wanted!.length).toBeGreaterThan(0)
    expect(bounded.omitted).toBeGreaterThan(0)
  })
})

describe('attempts', () => {
  const minute = (count: number): string => new Date(Date.UTC(2026, 0, 1) + count * 60_000).toISOString()
  const attempt = (count: number, userId = 7): Attempt => ({ userId, from: minute(count), until: minute(count + 0.5) })

  it('of ten thousand resumptions fit into a bounded list that forgets no time of any of them', () => {
    let kept: Attempt[] = []
    for (let count = 0; count < 1000; count++) kept = boundAttempts([...kept, attempt(count, count % 3)])
    expect(kept.length).toBeLessThanOrEqual(100)
    for (let count = 0; count < 1000; count++) {
      const { userId, from, until } = attempt(count, count % 3)
      expect(kept.some((one) => one.userId === userId && one.from <= from && one.until >= until)).toBe(true)
    }
  })

  it('are told apart as long as they are few', () => {
    const few = Array.from({ length: 100 }, (_, count) => attempt(count))
    expect(boundAttempts(few)).toEqual(few)
  })
})
