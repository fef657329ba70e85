import { isEmpty } from './empty.ts'
import { mayWantFields, missingRequired } from './missing-required.ts'
import type { Conversion, Step } from './outcome.ts'
import type { Plan, PlannedValue } from './plan.ts'
import type { RecordTypeName } from './record-types.ts'
import { toRequiredField } from './required-fields.ts'
import type { Field, Fields, Item, Json, Snapshot } from './snapshot.ts'

/** What is known of the record types of a conversion. */
export interface Described {
  /** Per record type; a type nobody described is told without its fields. */
  fields: Partial<Record<RecordTypeName, Fields>>
  /** The source as it was read. */
  item: Item
  dictionaries: Snapshot['dictionaries']
}

/** The types of a snapshot. */
export function describedBy({ source, targets, dictionaries }: Snapshot): Described {
  const fields: Described['fields'] = { [source.type]: source.fields }
  for (const [type, target] of Object.entries(targets)) fields[type as RecordTypeName] = target?.fields
  return { fields, item: source.item, dictionaries }
}

/** The types whose fields must be known to say what a conversion was refused for. */
export function refusedTypes({ steps }: Conversion, plan: Plan): RecordTypeName[] {
  const types = steps
    .filter(({ name, state, refusal }) => state === 'failed' && isAsked(name) && refusal && mayWantFields(refusal))
    .map(({ target }) => target ?? plan.source.type)
  return [...new Set(types)]
}

const isAsked = (name: Step['name']): boolean => name === 'create' || name === 'closeSource'

/** Adds to every refused record which fields the portal wants filled, so that exactly those can be asked for. Pure. */
export function tellWanted(conversion: Conversion, plan: Plan, described: Described): Conversion {
  return { ...conversion, steps: conversion.steps.map((step) => withWanted(step, plan, described)) }
}

function withWanted(step: Step, plan: Plan, { fields, item, dictionaries }: Described): Step {
  const { name, target, state, refusal } = step
  const creation = plan.creations.find(({ type }) => type === target)
  const values: Record<string, PlannedValue> | undefined =
    name === 'closeSource' ? { ...item, ...plan.closing } : name === 'create' ? creation?.fields : undefined
  const type = target ?? plan.source.type
  if (state !== 'failed' || !refusal || !values) return step
  const isLeftEmpty = (field: Field): boolean => isEmpty(values[field.name] as Json)
  const wanted = missingRequired(refusal, Object.values(fields[type] ?? {}), isLeftEmpty)
  if (wanted.length === 0) return step
  return { ...step, refusal: { ...refusal, wanted: wanted.map((field) => toRequiredField(dictionaries, type, field)) } }
}
