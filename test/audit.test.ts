import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const script = resolve(dirname(fileURLToPath(import.meta.url)), '..', '.ci', 'audit.mjs')

/** Runs the audit with an npm that says this and ends with 1, as it does for findings and for trouble alike. */
async function auditWhenNpmSays(text: string): Promise<{ status: number; output: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'))
  writeFileSync(join(folder, 'npm'), `#!/bin/sh\ncat <<'END'\n${text}\nEND\nexit 1\n`, { mode: 0o755 })
  return new Promise((done) => {
    const options = { env: { PATH: `${folder}:/usr/bin:/bin` } }
    const child = execFile(process.execPath, [script], options, (_, stdout, stderr) =>
      done({ status: child.exitCode ?? -1, output: stdout + stderr }),
    )
  })
}

const report = (severity: string): string =>
  JSON.stringify({
    vulnerabilities: { leaky: { name: 'leaky', severity, range: '<2.0.0' } },
    metadata: { vulnerabilities: { [severity]: 1 } },
  })

describe('the audit of production dependencies', () => {
  test.each(['high', 'critical'])('fails for an advisory of level %s and names it', async (severity) => {
    const { status, output } = await auditWhenNpmSays(report(severity))
    expect(status).toBe(1)
    expect(output).toContain(`${severity}: leaky <2.0.0`)
  })

  test('lets lower ones pass', async () => {
    expect((await auditWhenNpmSays(report('moderate'))).status).toBe(0)
  })

  test.each([
    JSON.stringify({ message: 'request failed', error: { code: 'ENOTFOUND', summary: 'no such host' } }),
    JSON.stringify({ error: { summary: '', detail: '' } }),
    '<html>502</html>',
    '',
  ])('fails nothing when the registry cannot be asked, and says so loudly: %j', async (text) => {
    const { status, output } = await auditWhenNpmSays(text)
    expect(status).toBe(0)
    expect(output).toContain('!!! AUDIT SKIPPED')
  })
})
