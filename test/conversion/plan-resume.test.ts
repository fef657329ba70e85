import { describe, expect, test } from 'vitest'
import type { Conversion, Step, Undo } from '../../server/conversion/outcome.ts'
import { planResume, type RestOfPlan } from '../../server/conversion/plan-resume.ts'
import type { Creation, Plan } from '../../server/conversion/plan.ts'
import { outcomeBeforeUndo } from '../../server/conversion/plan-undo.ts'
import type { ResumeSituation } from '../../server/conversion/resume-situation.ts'
import { withFingerprint } from '../../server/actions/preview.ts'
import { fields, row, snapshot, target } from './build.ts'

const readAt = '2026-11-01T10:00:00+01:00'
const later = '2026-11-01T11:00:00+01:00'
const contact = { type: 'contact', id: 6, title: 'Eva', path: '/crm/contact/details/6/' } as const

function creation(type: Creation['type'], more: Partial<Creation> = {}): Creation {
  return {
    type,
    title: 'Roof',
    userFields: [],
    options: [],
    fields: {},
    rows: [],
    files: [],
    marker: null,
    before: [],
    expected: null,
    ...more,
  }
}

function plan(more: Partial<Plan> = {}): Plan {
  return {
    version: 1,
    source: { type: 'lead', id: 5, title: 'Roof', updatedTime: readAt },
    creations: [],
    reused: [],
    completions: [],
    details: [],
    address: null,
    closing: null,
    history: { activities: [], comments: [] },
    before: {},
    portalLanguage: 'en',
    fieldRight: 'person',
    mappingVersions: {},
    smartTypes: {},
    ...more,
  }
}

function conversion(more: Partial<Conversion> = {}): Conversion {
  const begun = { created: [], reused: [], steps: [], differences: null, open: null, readBack: {}, undo: null }
  return { requestId: '1', outcome: 'unknown', ...begun, ...more }
}

function now(more: Partial<ResumeSituation> = {}): ResumeSituation {
  return {
    source: { id: 5, updatedTime: readAt },
    items: {},
    gone: [],
    rows: {},
    rowsNow: {},
    otherDetails: new Set(),
    touched: new Set(),
    leftOut: [],
    isOvertaken: false,
    ...more,
  }
}

const changed = { id: 5, updatedTime: later, stageId: 'CONVERTED' }
const step = (name: Step['name'], state: Step['state'], of: Step['target'] = null): Step => ({
  name,
  target: of,
  state,
  refusal: null,
})

describe('a source that changed', () => {
  const linking = plan({ reused: [contact], closing: { stageId: 'CONVERTED' } })

  test('by the closing whose answer was lost is carried on with, where nothing was to be made', () => {
    expect(planResume(linking, conversion(), now({ source: changed }))).not.toBe('outdated')
  })

  test.each<[string, Plan, ResumeSituation]>([
    ['and stands in another stage', linking, now({ source: { ...changed, stageId: 'NEW' } })],
    [
      'where something is still to be made, although it stands in the same stage',
      plan({ creations: [creation('deal')], closing: { stageId: 'CONVERTED' } }),
      now({ source: changed }),
    ],
    ['where nothing is to be closed', plan({ reused: [contact] }), now({ source: { ...changed, stageId: 'NEW' } })],
  ])('%s is looked at anew', (_, planned, situation) => {
    expect(planResume(planned, conversion(), situation)).toBe('outdated')
  })

  test.each<[string, Partial<Conversion>]>([
    ['a record was made', { created: [contact] }],
    ['rows may have been written', { steps: [step('rows', 'unknown', 'deal')] }],
    ['a step was left to somebody', { steps: [step('closeSource', 'leftAlone')] }],
  ])('is carried on with once %s', (_, begun) => {
    const planned = plan({ creations: [creation('deal')] })
    expect(planResume(planned, conversion(begun), now({ source: changed }))).not.toBe('outdated')
  })

  test.each(['create', 'closeSource'] as const)('is looked at anew where only %s got no answer', (name) => {
    const begun = conversion({ steps: [step(name, 'unknown')] })
    expect(planResume(plan({ creations: [creation('deal')] }), begun, now({ source: changed }))).toBe('outdated')
  })
})

describe('a record that is gone', () => {
  const linked = creation('deal', {
    fields: {
      contactIds: [{ createdAs: 'contact' }],
      observers: [],
      contactId: { createdAs: 'contact' },
      title: 'Roof',
    },
  })
  const rest = planResume(
    plan({ creations: [creation('contact'), linked] }),
    conversion({ outcome: 'partial', created: [contact] }),
    now({ gone: [contact] }),
  ) as RestOfPlan

  test('takes the links to it along, while a list that was planned empty stays one', () => {
    expect(rest.plan.creations).toMatchObject([{ type: 'deal' }])
    expect(rest.plan.creations[0]!.fields).toEqual({ observers: [], title: 'Roof' })
  })

  test('leaves the other members of a list in it', () => {
    const several = creation('deal', { fields: { contactIds: [4, { createdAs: 'contact' }] } })
    const left = planResume(
      plan({ creations: [creation('contact'), several] }),
      conversion({ outcome: 'partial', created: [contact] }),
      now({ gone: [contact] }),
    ) as RestOfPlan
    expect(left.plan.creations[0]!.fields).toEqual({ contactIds: [4] })
  })
})

describe('rows that are found as planned', () => {
  test('are not written again, and not asked about', () => {
    const deal = { type: 'deal', id: 7, title: 'Roof', path: '/crm/deal/details/7/' } as const
    const planned = creation('deal', { rows: [row()] })
    const rest = planResume(
      plan({ creations: [planned] }),
      conversion({ created: [deal], steps: [step('create', 'done', 'deal'), step('rows', 'unknown', 'deal')] }),
      now({
        items: { deal: { id: 7 } },
        rows: { deal: 'planned' },
        rowsNow: { deal: { source: [row()], others: [{ record: { ...deal, id: 8 }, rows: [row()] }] } },
      }),
    ) as RestOfPlan
    expect(rest.taken).toEqual([])
    expect(rest.start.steps).toContainEqual(step('rows', 'done', 'deal'))
    expect(rest.seen).toEqual([])
  })
})

describe('how a conversion stood before its undo was interrupted', () => {
  const undo: Undo = { records: [], clients: [], source: 'unknown', comment: null }
  test.each<[Conversion['outcome'], Partial<Conversion>]>([
    ['done', { undo, steps: [step('create', 'done', 'deal'), step('comment', 'failed')] }],
    ['partial', { undo, steps: [step('rows', 'failed', 'deal'), step('comment', 'done')] }],
    ['partial', { steps: [step('create', 'done', 'deal')] }],
    ['partlyUndone', { outcome: 'partlyUndone' }],
  ])('is %s', (outcome, begun) => {
    expect(outcomeBeforeUndo(conversion(begun))).toBe(outcome)
  })
})

test('a fingerprint tells one state of a source from the next, even where nothing shown has changed', async () => {
  const seen = async (updatedTime: string | null): Promise<string> => {
    const shown = snapshot('deal', { title: 'Roof', updatedTime }, fields('title'), {
      invoice: target(fields('title')),
    })
    return (await withFingerprint(shown)).fingerprint
  }
  expect(await seen(readAt)).toBe(await seen(readAt))
  expect(new Set([await seen(readAt), await seen(later), await seen(null)]).size).toBe(3)
})
