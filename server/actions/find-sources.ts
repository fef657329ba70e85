import { findSources } from '../bitrix/find-sources.ts'
import type { SourcesAnswer, SourcesWish } from '../contract.ts'
import { parseSearch } from '../conversion/source-search.ts'
import type { Portal } from '../portal.ts'

/** Finds what a person may want to create something from: what they typed, else what of theirs changed last. */
export function lookForSources({ rest, actor }: Portal, { search, types, keep }: SourcesWish): Promise<SourcesAnswer> {
  return findSources(rest, actor.userId, { search: parseSearch(search), types: types ?? null, keep })
}
