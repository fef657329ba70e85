import { expect, test } from 'vitest'
import { createSnapshotMemory } from '../../server/actions/snapshot-memory.ts'
import { fields, snapshot } from '../conversion/build.ts'

const reading = (bytes: number) => snapshot('deal', { comments: 'x'.repeat(bytes / 2) }, fields(), {})
const keyOf = (memberId: string, fingerprint: string) => ({ memberId, userId: 1, fingerprint })
const room = { total: 500_000, portal: 200_000, one: 120_000 }

test('a reading that is larger than one may be is not kept', () => {
  const memory = createSnapshotMemory({ room })
  memory.save(keyOf('a', 'large'), reading(150_000))
  expect(memory.find(keyOf('a', 'large'))).toBeNull()
})

test('a portal that reads much loses its own oldest readings, and no other portal does', () => {
  const memory = createSnapshotMemory({ room })
  memory.save(keyOf('b', 'other'), reading(90_000))
  for (const name of ['1', '2', '3', '4']) memory.save(keyOf('a', name), reading(90_000))
  expect(['1', '2', '3', '4'].map((name) => memory.find(keyOf('a', name)) !== null)).toEqual([false, false, true, true])
  expect(memory.find(keyOf('b', 'other'))).not.toBeNull()
})

test('many portals together stay within what the process may keep', () => {
  const memory = createSnapshotMemory({ room })
  const names = Array.from({ length: 10 }, (_, index) => `portal-${index}`)
  for (const name of names) memory.save(keyOf(name, 'one'), reading(90_000))
  const kept = names.filter((name) => memory.find(keyOf(name, 'one')))
  expect(kept).toEqual(names.slice(-5))
})

test('what a portal that leaves had kept makes room again', () => {
  const memory = createSnapshotMemory({ room })
  for (const name of ['1', '2']) memory.save(keyOf('a', name), reading(90_000))
  memory.forget('a')
  for (const name of ['3', '4']) memory.save(keyOf('a', name), reading(90_000))
  expect(['1', '2', '3', '4'].map((name) => memory.find(keyOf('a', name)) !== null)).toEqual([false, false, true, true])
})

test('a reading is kept for a quarter of an hour', () => {
  let now = 0
  const memory = createSnapshotMemory({ room, now: () => now })
  memory.save(keyOf('a', '1'), reading(1000))
  now = 14 * 60_000
  expect(memory.find(keyOf('a', '1'))).not.toBeNull()
  now = 16 * 60_000
  expect(memory.find(keyOf('a', '1'))).toBeNull()
})
