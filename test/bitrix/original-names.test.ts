import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../server/', import.meta.url))
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

/** The parameters of a command: names written side by side in one object, those of spread objects in the same file too. */
function objectsOf(file: string): { line: number; names: Set<string> }[] {
  const source = ts.createSourceFile(file, readFileSync(root + file, 'utf8'), ts.ScriptTarget.Latest, true)
  const objects: ReturnType<typeof objectsOf> = []
  const named = new Map<string, ts.ObjectLiteralExpression>()
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isObjectLiteralExpression(node.initializer))
      named.set(node.name.getText(), node.initializer)
    if (ts.isObjectLiteralExpression(node))
      objects.push({
        line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1,
        names: namesOf(node, named),
      })
    node.forEachChild(visit)
  }
  visit(source)
  return objects
}

function namesOf(object: ts.ObjectLiteralExpression, named: Map<string, ts.ObjectLiteralExpression>): Set<string> {
  return new Set(
    object.properties.flatMap((property) => {
      if (!ts.isSpreadAssignment(property)) return property.name ? [property.name.getText()] : []
      const inner = [property.expression, named.get(property.expression.getText())].find(
        (one) => one !== undefined && ts.isObjectLiteralExpression(one),
      )
      return inner && ts.isObjectLiteralExpression(inner) ? [...namesOf(inner, named)] : []
    }),
  )
}

test('no command asks for selected fields under original names: portals answer records without any', () => {
  const objects = files.flatMap((file) => objectsOf(file).map((one) => ({ file, ...one })))
  const asking = (name: string) => objects.filter(({ names }) => names.has(name))
  expect(asking('select').length).toBeGreaterThan(5)
  expect(asking('useOriginalUfNames').length).toBeGreaterThan(10)
  const both = asking('select').filter(({ names }) => names.has('useOriginalUfNames'))
  expect(both.map(({ file, line }) => `${file}:${line}`)).toEqual([])
})
