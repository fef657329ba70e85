import type { PortalState, Status, Text } from '../state.ts'

/** A stage before the portal numbered it; in progress unless it says otherwise. */
export interface StageToAdd {
  code: string
  name: Text | string
  semantics?: Status['semantics']
}

type Row = [code: string, de: string, en: string, semantics?: 'S' | 'F']

/**
 * The stages that come with a new portal, or with a new pipeline.
 * Source: crm.status.list and crm.status.get; `C…:` pipelines begin like the first one, as the platform makes them.
 */
const usual: Record<'lead' | 'deal' | 'quote' | 'invoice' | 'smart', Row[]> = {
  lead: [
    ['NEW', 'Nicht bearbeitet', 'Unprocessed'],
    ['IN_PROCESS', 'In Bearbeitung', 'In progress'],
    ['PROCESSED', 'Bearbeitet', 'Processed'],
    ['CONVERTED', 'Qualitativer Lead', 'Good lead', 'S'],
    ['JUNK', 'Schlechter Lead', 'Junk lead', 'F'],
  ],
  deal: [
    ['NEW', 'Neu', 'New'],
    ['PREPARATION', 'Vorbereitung der Unterlagen', 'Document preparation'],
    ['PREPAYMENT_INVOICE', 'Anzahlungsrechnung', 'Prepayment invoice'],
    ['EXECUTING', 'In Arbeit', 'In progress'],
    ['FINAL_INVOICE', 'Schlussrechnung', 'Final invoice'],
    ['WON', 'Auftrag erfolgreich', 'Deal won', 'S'],
    ['LOSE', 'Auftrag verloren', 'Deal lost', 'F'],
    ['APOLOGY', 'Ursache analysieren', 'Analyse failure', 'F'],
  ],
  quote: [
    ['DRAFT', 'Entwurf', 'Draft'],
    ['SENT', 'An Kunden gesendet', 'Sent to customer'],
    ['APPROVED', 'Angenommen', 'Accepted', 'S'],
    ['DECLAINED', 'Abgelehnt', 'Declined', 'F'],
    ['APOLOGY', 'Ursache analysieren', 'Analyse failure', 'F'],
  ],
  invoice: [
    ['N', 'Entwurf', 'Draft'],
    ['S', 'An Kunden gesendet', 'Sent to customer'],
    ['P', 'Bezahlt', 'Paid', 'S'],
    ['D', 'Nicht bezahlt', 'Unpaid', 'F'],
  ],
  smart: [
    ['NEW', 'Beginn', 'Start'],
    ['PREPARATION', 'Vorbereitung', 'Preparation'],
    ['CLIENT', 'Abstimmung', 'Coordination'],
    ['SUCCESS', 'Erfolg', 'Success', 'S'],
    ['FAIL', 'Fehlgeschlagen', 'Fail', 'F'],
  ],
}

/** What a new pipeline of these records begins with. */
export function usualStages(kind: keyof typeof usual): StageToAdd[] {
  return usual[kind].map(([code, de, en, semantics]) => ({ code, name: { de, en }, semantics: semantics ?? 'P' }))
}

/** Colours in their order, those of stages in progress first. Source: crm.status.list, crm.status.get. */
const colors = { P: ['#39A8EF', '#2FC6F6', '#55D0E0', '#47E4C2', '#FFA900'], S: '#7BD500', F: '#FF5752' }
const smartColors = { P: ['#22B9FF', '#88B9FF', '#10e5fc'], S: '#00ff00', F: '#ff0000' }

/** Adds the stages of a dictionary; the first, the successful and the first failed one are the platform's own. */
export function addStages(
  state: PortalState,
  entityId: string,
  stages: StageToAdd[],
  { prefix = '', categoryId = null }: { prefix?: string; categoryId?: number | null } = {},
): void {
  const { P, S, F } = entityId.startsWith('DYNAMIC_') ? smartColors : colors
  const failed = stages.findIndex(({ semantics }) => semantics === 'F')
  for (const [index, stage] of stages.entries()) {
    const semantics = stage.semantics ?? 'P'
    const name = typeof stage.name === 'string' ? { de: stage.name, en: stage.name } : stage.name
    const isSystem = index === 0 || index === failed || semantics === 'S'
    state.statuses.push({
      id: state.nextId('status'),
      entityId,
      statusId: `${prefix}${stage.code}`,
      name,
      nameInit: isSystem ? name : null,
      sort: (index + 1) * 10,
      system: isSystem ? 'Y' : 'N',
      categoryId,
      color: semantics === 'P' ? (P[index % P.length] ?? null) : { S, F }[semantics],
      semantics,
    })
  }
}
