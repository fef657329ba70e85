import type { Orm } from './database.ts'

/**
 * Builds statements once per database instead of for every request. They are prepared under no name (`''`): a named one
 * lives in one connection, which a pooler in front of the database may hand to somebody else.
 */
export function prepared<S>(build: (orm: Orm) => S): (orm: Orm) => S {
  const known = new WeakMap<Orm, S>()
  return (orm) => {
    const statements = known.get(orm) ?? build(orm)
    known.set(orm, statements)
    return statements
  }
}
