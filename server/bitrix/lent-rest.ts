import { AppError } from '../errors.ts'
import type { Rest } from './rest.ts'

/**
 * A REST interface by somebody else's right, which `lend` finds and renews for each request: one that was refused for
 * its token was not read, so it may be sent again. Nobody can lend a right that the portal no longer takes.
 */
export function lentRest(lend: <T>(work: (rest: Rest) => Promise<T>) => Promise<T>): Rest {
  async function borrow<T>(work: (rest: Rest) => Promise<T>): Promise<T> {
    try {
      return await lend(work)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'portal_access_lost') throw error
      throw new AppError('lent_right_lost', 'The access of the installing administrator is lost.', {
        mayHaveWritten: false,
      })
    }
  }
  return {
    call: (command) => borrow((rest) => rest.call(command)),
    batch: (commands, options) => borrow((rest) => rest.batch(commands, options)),
    openFile: (link, mostBytes) => borrow((rest) => rest.openFile(link, mostBytes)),
    upload: (command, fields) => borrow((rest) => rest.upload(command, fields)),
  }
}
