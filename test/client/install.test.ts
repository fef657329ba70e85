import { expect, test, vi } from 'vitest'
import { useInstall } from '../../client/composables/useInstall.ts'
import type { InstallAnswer } from '../../server/contract.ts'

const lacking: InstallAnswer = {
  steps: [{ name: 'scopes', state: 'failed', missing: ['userfieldconfig'], leftover: [] }],
  complete: false,
  notices: [],
}

function installing(answer: InstallAnswer) {
  const finish = vi.fn(async () => {})
  return { finish, ...useInstall({ install: async () => answer }, finish) }
}

test('a portal with everything ends the installation by itself', async () => {
  const { install, finish } = installing({ ...lacking, steps: [], complete: true })
  await install()
  expect(finish).toHaveBeenCalledOnce()
})

test('a portal that lacks something is told what, and ends it when the administrator goes on without', async () => {
  const { install, goOn, answer, finish } = installing(lacking)
  await install()
  expect(answer.value?.steps[0]?.missing).toEqual(['userfieldconfig'])
  expect(finish).not.toHaveBeenCalled()
  goOn()
  expect(finish).toHaveBeenCalledOnce()
})
