import type { Simulator } from '../simulator/create-simulator.ts'

/** The invented German business of the demo in English words; names of people stay. */
const english: Record<string, string> = {
  'Dachsanierung Rathaus Nord': 'Roof renovation, North Town Hall',
  'Gaube für das Pförtnerhaus': 'Dormer for the gatehouse',
  'Zwei Dachfenster nachrüsten': 'Two extra roof windows',
  'Abschlagsrechnung Rathaus Nord': 'Down payment, North Town Hall',
  'Wartung 1. Halbjahr': 'Maintenance, first half-year',
  'Dachbau Nordlicht GmbH': 'Northern Light Roofing Ltd',
  'Stadtwerke Altenau': 'Altenau Public Works',
  'Seniorenheim Lindenhof gGmbH': 'Lime Court Retirement Home',
  'Schuster & Töchter KG': 'Schuster & Daughters',
  'Bauabschnitt 1 von 2': 'Phase 1 of 2',
  'Ausschreibung 2026/14': 'Tender 2026/14',
  'Rahmenvertrag bis 2028': 'Framework contract until 2028',
  'Kran muss 14 Tage vorher bestellt werden': 'Order the crane 14 days ahead',
  'Leiter Technik': 'Head of engineering',
  Bauleiter: 'Site manager',
  Satteldach: 'Gable roof',
  Walmdach: 'Hip roof',
  Pultdach: 'Shed roof',
  Flachdach: 'Flat roof',
  Mansarddach: 'Mansard roof',
  Photovoltaik: 'Solar panels',
  Dachfenster: 'Roof window',
  Blitzschutz: 'Lightning protection',
  Schneefang: 'Snow guard',
  'Tonziegel naturrot': 'Clay tiles, natural red',
  Unterspannbahn: 'Roofing membrane',
  'Dachrinne Zink': 'Zinc gutter',
  'Dachfenster 78 × 118': 'Roof window 78 × 118',
  'Gerüst, pauschal': 'Scaffolding, flat rate',
  'Dachdecker, Arbeitsstunde': 'Roofer, working hour',
  'Wartung und Inspektion': 'Maintenance and inspection',
  Genehmigungsgebühr: 'Permit fee',
  'Stk.': 'pcs',
  'Std.': 'h',
  Baustelle: 'Construction site',
  Baustellen: 'Construction sites',
  'Brückenstraße 8': '8 Bridge Street',
  Köln: 'Riverton',
  Deutschland: 'Germany',
  'Baustelle Rathaus Nord': 'Construction site, North Town Hall',
}

/** German words that must not be left on an English picture. */
export const germanWords =
  /\b(und|für|der|die|das|nicht|Dach|Wartung|Auftrag|Rechnung|Angebot|Kunde|Straße|Deutschland)\b/

/** Lets the business of the demo speak English, wherever the portal keeps its texts. */
export function speakEnglish({ state }: Simulator): void {
  const seen = new Set<unknown>()
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return english[value] ?? value
    if (typeof value !== 'object' || value === null || seen.has(value)) return value
    seen.add(value)
    if (value instanceof Map) for (const [key, inner] of value) value.set(key, walk(inner))
    else if (Array.isArray(value)) value.forEach((inner, index) => (value[index] = walk(inner)))
    else if (Object.getPrototypeOf(value) === Object.prototype)
      for (const [key, inner] of Object.entries(value)) {
        const translated = walk(inner)
        if (translated !== inner) (value as Record<string, unknown>)[key] = translated
      }
    return value
  }
  walk(state)
}
