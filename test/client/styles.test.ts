import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { projectPath } from '../../server/config.ts'

const client = projectPath('client')
const files = readdirSync(client, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(vue|css)$/.test(file))

describe('styles for a pointer that hovers', () => {
  const hovering = files.filter((file) => /:hover/.test(styleOf(file)))

  test('are there', () => expect(hovering).not.toEqual([]))

  test.each(hovering)('hold in %s only where there is one: a finger leaves them behind', (file) => {
    const elsewhere = styleOf(file).replace(/@media \(hover: hover\) \{(?:[^{}]*\{[^}]*\})*\s*\}/g, '')
    expect(elsewhere).not.toContain(':hover')
  })
})

/** The style block of a component, or a whole style sheet. */
function styleOf(file: string): string {
  const text = readFileSync(`${client}/${file}`, 'utf8')
  return file.endsWith('.css') ? text : (/<style[^>]*>([^]*)<\/style>/.exec(text)?.[1] ?? '')
}
