import { originField } from '../conversion/field-rules.ts'
import { recordType, rowOwnerOf, userFieldEntityOf, type RecordTypeName } from '../conversion/record-types.ts'
import { relatedTargets, schemeOf, type SourceTypeName } from '../conversion/schemes.ts'
import { isSmartTypeName, type SmartTypes } from '../conversion/smart-types.ts'
import type { TargetSnapshot } from '../conversion/snapshot.ts'
import { childCommands, readChildren } from './children.ts'
import { ceilings, moreThan } from './ceilings.ts'
import { hasMoreFields, parseFields, parsePipelines } from './parse.ts'
import type { Answer, Command, Rest } from './rest.ts'
import { isAccessDenied } from './source-refusals.ts'

type Source = { type: SourceTypeName; id: number }

/** The targets to ask about: the scheme's own and what the portal relates, as far as its smart processes are known. */
export function targetsToRead(source: Source, smartTypes: SmartTypes): RecordTypeName[] {
  return [...new Set([...schemeOf(source.type).targets, ...relatedTargets(source.type, smartTypes)])]
}

/** Commands that tell all about one target type: its fields, pipelines, earlier records, and who may add fields. */
export function targetCommands(source: Source, target: RecordTypeName, known: SmartTypes): Record<string, Command> {
  const { entityTypeId, hasPipelines } = recordType(target)
  const userFieldEntity = userFieldEntityOf(target, known)
  return {
    [`${target}Fields`]: { method: 'crm.item.fields', params: { entityTypeId, useOriginalUfNames: 'Y' } },
    ...(hasPipelines && { [`${target}Pipelines`]: { method: 'crm.category.list', params: { entityTypeId } } }),
    ...childCommands(source, target, rowOwnerOf(target, known)),
    // Plain users are refused here, which tells that they cannot create fields either. Where the portal lets them read
    // the settings all the same, the refusal comes when the field is created, before any record is.
    ...(userFieldEntity && {
      [`${target}Settings`]: {
        mayFail: true,
        method: 'userfieldconfig.list',
        params: {
          moduleId: 'crm',
          select: ['id'],
          filter: { entityId: userFieldEntity, fieldName: 'UF_CRM_CREATE_FROM_PROBE' },
        },
      },
    }),
  }
}

/**
 * What the answers say about one target type, and by further requests what did not fit into them. Null for a type that
 * the portal does not relate to the source, or no longer, and for a smart process this person may not see.
 */
export async function readTarget(
  rest: Rest,
  source: Source,
  type: RecordTypeName,
  known: SmartTypes,
  failed: ReadonlySet<string>,
  answers: Map<string, Answer>,
): Promise<Omit<TargetSnapshot, 'known'> | null> {
  const target = toTarget(answers, type)
  if (!schemeOf(source.type).targets.includes(type) && !isRelated(source, type, target)) return null
  const { children, more } = await readChildren(rest, source, type, rowOwnerOf(type, known), failed, answers)
  const notices = [...target.notices, ...(more ? [moreThan('more_children', ceilings.children)] : [])]
  return { ...target, children, notices }
}

/** The portal relates two types where the one has a field for the other; nothing else proves it to any person. */
function isRelated(
  source: Source,
  type: RecordTypeName,
  { access, fields }: Pick<TargetSnapshot, 'access' | 'fields'>,
) {
  if (access === 'readable') return Object.hasOwn(fields, originField(source.type, type))
  return access === 'denied' && !isSmartTypeName(type)
}

function toTarget(answers: Map<string, Answer>, type: RecordTypeName): Omit<TargetSnapshot, 'children' | 'known'> {
  const fields = answers.get(`${type}Fields`)
  if (!fields?.ok)
    return {
      access: fields && isAccessDenied(fields) ? 'denied' : 'unavailable',
      fields: {},
      pipelines: null,
      mayAddUserFields: false,
      notices: [],
    }
  return {
    access: 'readable',
    fields: parseFields(fields.result),
    pipelines: toPipelines(type, answers.get(`${type}Pipelines`)),
    mayAddUserFields: answers.get(`${type}Settings`)?.ok ?? false,
    notices: hasMoreFields(fields.result) ? [moreThan('more_fields', ceilings.fields)] : [],
  }
}

/** A smart process may be one without pipelines; then the portal says that they are not supported. */
function toPipelines(type: RecordTypeName, answer: Answer | undefined): TargetSnapshot['pipelines'] {
  if (answer?.ok) return parsePipelines(answer.result)
  return recordType(type).hasPipelines && answer?.code !== 'ENTITY_TYPE_NOT_SUPPORTED' ? [] : null
}
