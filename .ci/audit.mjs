// Fails when a production dependency has an advisory of level high or worse. A registry that cannot be asked fails
// nothing, but is told loudly: a network must not decide whether a change is good.
import { execFileSync } from 'node:child_process'

const bad = ['high', 'critical']

function audit() {
  try {
    return execFileSync('npm', ['audit', '--omit=dev', '--json'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch (error) {
    return error.stdout ?? '' // npm ends with 1 for findings and for a silent registry alike; only its words tell
  }
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

const { metadata, vulnerabilities = {}, error, message } = parse(audit())
if (!metadata?.vulnerabilities) {
  console.log(
    `\n!!! AUDIT SKIPPED: the registry did not answer it (${error?.summary || message || 'no answer'}). Run it where one does. !!!\n`,
  )
} else {
  const found = Object.values(vulnerabilities).filter(({ severity }) => bad.includes(severity))
  for (const { name, severity, range } of found) console.error(`${severity}: ${name} ${range}`)
  console.log(`Audit: ${found.length} production dependencies with high or critical advisories.`)
  process.exitCode = found.length > 0 ? 1 : 0
}
