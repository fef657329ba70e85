import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const options: ts.CompilerOptions = {
  ...ts.convertCompilerOptionsFromJson(
    ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config.compilerOptions,
    root,
  ).options,
  noEmit: true,
}

/** Places of a program that write under a key which may come from outside. */
function foreignWrites(program: ts.Program, isOurs: (file: string) => boolean): string[] {
  const checker = program.getTypeChecker()
  const found: string[] = []

  /** A text of which a part is ours can never be the name of something that all objects have. */
  function hasOwnWords(key: ts.Expression): boolean {
    if (!ts.isTemplateExpression(key)) return false
    const words = [key.head.text, ...key.templateSpans.map(({ literal }) => literal.text)]
    return words.some((word) => /[A-Z]/i.test(word) && !'__proto__'.includes(word))
  }

  function isOurKey(key: ts.Expression): boolean {
    const type = checker.getTypeAtLocation(key)
    const parts = type.isUnion() ? type.types : [type]
    const wide = ts.TypeFlags.String | ts.TypeFlags.Any | ts.TypeFlags.Unknown
    return hasOwnWords(key) || parts.every(({ flags }) => !(flags & wide))
  }

  /** Objects without a prototype and lists bear any key. */
  function bearsAny(object: ts.Expression): boolean {
    const type = checker.getTypeAtLocation(object)
    return checker.isArrayType(type) || ['Bare', 'Item', 'Fields'].includes(type.aliasSymbol?.name ?? '')
  }

  function isWritten({ parent }: ts.ElementAccessExpression, node: ts.Node): boolean {
    const isAssigned =
      ts.isBinaryExpression(parent) &&
      parent.left === node &&
      parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    return isAssigned || ts.isPostfixUnaryExpression(parent) || ts.isPrefixUnaryExpression(parent)
  }

  /** `Object.assign` writes each key as an assignment does, also `__proto__` of parsed JSON; a spread does not. */
  function assignsForeign(node: ts.Node): boolean {
    if (!ts.isCallExpression(node) || node.expression.getText() !== 'Object.assign') return false
    return node.arguments.slice(1).some((given) => {
      const type = checker.getTypeAtLocation(ts.isSpreadElement(given) ? given.expression : given)
      return (
        ts.isSpreadElement(given) || checker.getIndexInfosOfType(type).length > 0 || !!(type.flags & ts.TypeFlags.Any)
      )
    })
  }

  function visit(node: ts.Node): void {
    const writes =
      ts.isElementAccessExpression(node) &&
      isWritten(node, node) &&
      !isOurKey(node.argumentExpression) &&
      !bearsAny(node.expression)
    if (writes || assignsForeign(node)) {
      const file = node.getSourceFile()
      const { line } = file.getLineAndCharacterOfPosition(node.getStart())
      found.push(`${relative(root, file.fileName)}:${line + 1} ${node.getText().split('\n')[0]}`)
    }
    ts.forEachChild(node, visit)
  }

  program
    .getSourceFiles()
    .filter(({ fileName }) => isOurs(relative(root, fileName)))
    .forEach(visit)
  return found
}

test('nothing of the server writes under a foreign key into an object that shares a prototype', () => {
  const files = ts.sys.readDirectory(join(root, 'server'), ['.ts'])
  const program = ts.createProgram([...files, join(root, 'client/env.d.ts')], options)
  expect(files.length).toBeGreaterThan(100)
  expect(foreignWrites(program, (file) => file.startsWith('server/'))).toEqual([])
})

test('such a place is found, however it is spelled', () => {
  const text = `
    const made = Object.fromEntries([['a', {} as Record<string, string>]])
    export function keep(outer: string, inner: string, answer: Record<string, string>): void {
      ;(made[outer] ??= {})[inner] = 'x'
      made[outer] = {}
      Object.assign(made, answer)
      made[\`key\${outer}\`] = {}
    }`
  const host = ts.createCompilerHost(options)
  const read = host.getSourceFile.bind(host)
  const name = join(root, 'sample.ts')
  host.getSourceFile = (file, ...rest) =>
    file === name ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true) : read(file, ...rest)
  const places = foreignWrites(
    ts.createProgram([name], { ...options, types: [] }, host),
    (file) => file === 'sample.ts',
  )
  expect(places.map((place) => place.split(' ')[0])).toEqual([
    'sample.ts:4',
    'sample.ts:4',
    'sample.ts:5',
    'sample.ts:6',
  ])
})
