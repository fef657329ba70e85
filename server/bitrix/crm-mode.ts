import type { Answer, Command } from './rest.ts'

/** Asks how the portal works; any person may. Source: crm.settings.mode.get, 1 is classic CRM and 2 simple CRM. */
export const crmMode: Command = { method: 'crm.settings.mode.get', params: {} }

/** Tells whether leads are switched off; a portal that does not say has them. */
export function isSimpleCrm(answer: Answer | undefined): boolean {
  return !!answer?.ok && Number(answer.result) === 2
}
