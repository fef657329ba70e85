import type { Call } from '../context.ts'
import type { Answer } from '../wire/answer.ts'
import type { Right } from './rights.ts'

/** One method: its name in lower case, the scopes it needs, separated by spaces, who may call it, and what it does. */
export type MethodRow = [name: string, scopes: string, right: Right, handler: (call: Call) => Answer]
