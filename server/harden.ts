/**
 * Takes the ways from a plain object to what all objects share, before anything else runs: one portal's answer must not
 * change what another portal's people do, even through a mistake of ours or of a package. Works for a whole process, so
 * only programs call it.
 */
export function harden(): void {
  // Node asks the environment at each connection, among others whether certificates count.
  Object.setPrototypeOf(process.env, null)
  Reflect.deleteProperty(Object.prototype, '__proto__')
  for (const key of Reflect.ownKeys(Object.prototype)) keepOverridable(key)
  Object.freeze(Object.prototype)
}

/** A frozen property could not be given to other objects by assignment either, which packages do with `toString`. */
function keepOverridable(key: string | symbol): void {
  const descriptor = Object.getOwnPropertyDescriptor(Object.prototype, key)
  if (!descriptor || !('value' in descriptor)) return
  const { value, enumerable } = descriptor as { value: unknown; enumerable: boolean }
  Object.defineProperty(Object.prototype, key, {
    enumerable,
    get: () => value,
    set(this: object, own: unknown) {
      if (this === Object.prototype) throw new TypeError('What all objects share is frozen.')
      Object.defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true })
    },
  })
}
