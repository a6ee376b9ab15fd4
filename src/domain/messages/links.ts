const link = /https?:\/\/[^\s<>"`{}|\\^]{1,2000}/giu
/** What ends a sentence or a bracket around a link rather than the link itself. */
const trailing = /[.,;:!?'*_~)\]]$/u

/** The first different web addresses in a text, as they stand in it. */
export function linksIn(text: string, most: number): readonly string[] {
  const found = new Set<string>()
  for (const [match] of text.matchAll(link)) {
    found.add(trimmed(match))
    if (found.size === most) break
  }
  return [...found]
}

function trimmed(match: string): string {
  let url = match
  while (trailing.test(url) && !(url.endsWith(')') && url.includes('('))) url = url.slice(0, -1)
  return url
}
