import { describe, expect, test } from 'vitest'
import { nameFrom, openDownload } from '../../server/bitrix/download.ts'
import { openOutgoing } from '../../server/bitrix/outgoing.ts'

describe('the name of a downloaded file', () => {
  test.each([
    [`attachment; filename="plan.pdf"; filename*=utf-8''Grundri%C3%9F.pdf`, 'Grundriß.pdf'],
    ['attachment; filename="plan.pdf"', 'plan.pdf'],
    ['attachment; filename=plan.pdf', 'plan.pdf'],
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    [`attachment; filename*=UTF-8''%E0%A4%A`, '%E0%A4%A'],
    ['', 'file'],
  ])('in %j is %j', (header, name) => {
    expect(nameFrom(header)).toBe(name)
  })
})

const outgoing = openOutgoing({ allowLoopback: false })

test.each(['https://evil.test/file', '//evil.test/file', 'http://portal.test/file', 'javascript:alert(1)'])(
  'a link to %s is never followed',
  async (link) => {
    await expect(openDownload(outgoing, 'https://portal.test', link, 10)).rejects.toMatchObject({
      code: 'unexpected_answer',
    })
  },
)
