/**
 * What an answer looks like: `'id:number title:text?'` for a map whose values are scalars, a map of shapes with the
 * scalars under `is`, or a list of one shape. `?` after a kind allows null and the empty text, after a key its absence;
 * keys are exactly these, user fields aside.
 */
export type Shape = string | readonly [Shape] | { readonly [key: string]: Shape }

const kinds: Record<string, (value: unknown) => boolean> = {
  number: (value) => typeof value === 'number',
  bool: (value) => typeof value === 'boolean',
  text: (value) => typeof value === 'string' && value !== '',
  /** A number as a text, as the classic families write it. */
  id: (value) => typeof value === 'string' && /^-?\d+$/.test(value),
  flag: (value) => value === 'Y' || value === 'N',
  moment: (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/.test(value),
  list: (value) => Array.isArray(value),
  map: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  /** A map, or the empty list PHP makes of an empty one. */
  object: (value) => typeof value === 'object' && value !== null,
  any: (value) => typeof value !== 'object' || value === null,
}

/** Everything in which a value differs from its shape, each with the path to it; nothing when it fits. */
export function differences(shape: Shape, value: unknown, path = 'result'): string[] {
  if (typeof shape === 'string')
    return shape.includes(':') ? ofMap(scalars(shape), value, path) : ofScalar(shape, value, path)
  if (isList(shape)) {
    if (!Array.isArray(value) || value.length === 0) return [`${path} is no list with entries`]
    return value.flatMap((entry, index) => differences(shape[0], entry, `${path}.${index}`))
  }
  const { is, ...inner } = shape
  return ofMap({ ...(typeof is === 'string' ? scalars(is) : {}), ...inner }, value, path)
}

function ofMap(shapes: Record<string, Shape>, value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no map`]
  const map = value as Record<string, unknown>
  return [
    ...Object.keys(map)
      .filter((key) => !(key in shapes) && !(`${key}?` in shapes) && !/^(UF_CRM_|ufCrm)/.test(key))
      .map((key) => `${path}.${key} is undocumented`),
    ...Object.entries(shapes).flatMap(([named, shape]) => {
      const key = named.replace(/\?$/, '')
      if (key in map) return differences(shape, map[key], `${path}.${key}`)
      return key === named ? [`${path}.${key} is missing`] : []
    }),
  ]
}

function ofScalar(kind: string, value: unknown, path: string): string[] {
  const isOptional = kind.endsWith('?')
  if (isOptional && (value === null || value === '')) return []
  return kinds[isOptional ? kind.slice(0, -1) : kind]?.(value)
    ? []
    : [`${path} is ${JSON.stringify(value)}, no ${kind}`]
}

function scalars(text: string): Record<string, Shape> {
  return Object.fromEntries(text.split(' ').map((field) => field.split(':') as [string, string]))
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape)
}
