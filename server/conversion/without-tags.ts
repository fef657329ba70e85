/**
 * Drops what stands in brackets of a kind and reads as a tag. Each character is looked at once, however many brackets
 * open and never close.
 */
export function withoutTags(
  text: string,
  [open, close]: readonly [string, string],
  isTag: (inside: string) => boolean,
  instead = '',
): string {
  const kept: string[] = []
  let from = 0
  let end = -1
  for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, at + 1)) {
    if (at < from) continue
    if (end < at) end = text.indexOf(close, at)
    if (end < 0) break
    if (!isTag(text.slice(at + 1, end))) continue
    kept.push(text.slice(from, at), instead)
    from = end + 1
  }
  return kept.join('') + text.slice(from)
}
