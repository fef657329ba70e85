import { z } from 'zod'
import { limitLevels } from '../limits.ts'
import { readerLanguages, typeNames, type FieldValue, type TypeName } from '../state.ts'
import { systemUserDoors } from '../system-user.ts'
import { faultOrder } from './fault-order.ts'
import { roleNames } from './roles.ts'

/** Bodies of the control API; what they do not name is refused, so that a slip of the pen is noticed. */
const reach = z.enum(['none', 'own', 'all'])
const permissions = z.strictObject({ read: reach, add: reach, update: reach, delete: reach }).partial()
const rights = permissions.extend({ pipelines: z.record(z.coerce.number().int(), permissions).optional() })
const typeName = z.custom<TypeName>(isTypeName, `A type is one of ${typeNames.join(', ')}, or dynamic_<entityTypeId>.`)
const fieldValue: z.ZodType<FieldValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.null(), z.array(fieldValue), z.record(z.string(), fieldValue)]),
)
const text = z.union([z.string(), z.strictObject({ de: z.string(), en: z.string() })])
const id = z.number().int().positive()
const milliseconds = z.number().min(0)

const person = z.strictObject({
  name: z.string(),
  lastName: z.string().optional(),
  email: z.string().optional(),
  workPosition: z.string().optional(),
  gender: z.enum(['F', 'M']).optional(),
  language: z.enum(readerLanguages).optional(),
  role: z.enum(roleNames).default('manager'),
  admin: z.boolean().optional(),
  extranet: z.boolean().optional(),
  mayConfigureCrm: z.boolean().optional(),
  rights: z.record(z.string().refine(isTypeName), rights).optional(),
})

const row = z.strictObject({
  productId: z.number().optional(),
  productName: z.string().optional(),
  price: z.number(),
  quantity: z.number().optional(),
  discountTypeId: z.union([z.literal(1), z.literal(2)]).optional(),
  discountRate: z.number().optional(),
  discountSum: z.number().optional(),
  taxRate: z.number().nullable().optional(),
  taxIncluded: z.enum(['Y', 'N']).optional(),
  measureCode: z.number().optional(),
  measureName: z.string().optional(),
  sort: z.number().optional(),
})
const record = z.strictObject({
  type: typeName,
  fields: z.record(z.string(), fieldValue).default({}),
  rows: z.array(row).optional(),
  userId: id.default(1),
})

const pipeline = z.strictObject({
  type: typeName,
  name: text,
  stages: z
    .array(z.strictObject({ code: z.string(), name: text, semantics: z.enum(['P', 'S', 'F']).optional() }))
    .optional(),
})
const userField = z.strictObject({
  type: typeName,
  fieldName: z.string().regex(/^UF_/),
  userTypeId: z.string(),
  label: z.union([z.string(), z.record(z.string(), z.string())]),
  multiple: z.boolean().optional(),
  mandatory: z.boolean().optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  options: z
    .array(
      z.union([
        z.string(),
        z.strictObject({ value: z.string(), def: z.boolean().optional(), xmlId: z.string().optional() }),
      ]),
    )
    .optional(),
  sort: z.number().optional(),
  xmlId: z.string().optional(),
})

const requiredField = z.strictObject({
  type: typeName,
  field: z.string(),
  stageIds: z.array(z.string()).nullable().default(null),
})

const informationBlock = z.strictObject({ id, elements: z.array(id).optional(), sections: z.array(id).optional() })
const valueRules = z.strictObject({
  unknown: z.enum(['refuse', 'drop', 'keep']),
  tooLong: z.enum(['cut', 'refuse', 'keep']),
  unfit: z.enum(['refuse', 'keep']),
})

/** What a portal is filled with: the shape of a seed file. */
export const seed = z.strictObject({
  users: z.array(person).default([]),
  pipelines: z.array(pipeline).default([]),
  userFields: z.array(userField).default([]),
  requiredFields: z.array(requiredField).default([]),
  records: z.array(record).default([]),
})
export type Seed = z.output<typeof seed>

export const orders = {
  nothing: z.strictObject({}),
  reset: z.strictObject({ seed: z.union([z.enum(['demo', 'empty']), seed]).optional() }),
  person,
  personChange: person.partial().extend({ id, role: z.enum(roleNames).optional(), active: z.boolean().optional() }),
  record,
  pipeline,
  userField,
  requiredField,
  informationBlock,
  systemUser: z.strictObject({ to: z.enum(systemUserDoors).optional(), installerId: id.optional() }),
  fault: faultOrder,
  forPerson: z.strictObject({ userId: id.default(1) }),
  perhapsPerson: z.strictObject({ userId: id.optional() }),
  advance: z.strictObject({ seconds: z.number().positive() }),
  app: z.strictObject({
    handlerUrl: z.url().optional(),
    installerUrl: z.url().nullable().optional(),
    installed: z.boolean().optional(),
    scopes: z.array(z.string()).optional(),
  }),
  uninstall: z.strictObject({ clean: z.union([z.boolean(), z.literal(0), z.literal(1)]).default(true) }),
  settings: z
    .strictObject({
      limits: z.enum(limitLevels),
      operatingSeconds: z.number().positive(),
      latencyMs: milliseconds,
      commandLatencyMs: milliseconds,
      checksRequiredFields: z.boolean(),
      isSimpleCrm: z.boolean(),
      valueRules: valueRules.partial(),
    })
    .partial(),
}

function isTypeName(value: unknown): value is TypeName {
  return typeof value === 'string' && (typeNames.some((name) => name === value) || /^dynamic_\d+$/.test(value))
}
